/**
 * Stripe's currencies without decimals, and those with three. All others have two, even some that the rest of the world
 * writes otherwise (docs.stripe.com/currencies).
 */
const withoutDecimals = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
const withThree = new Set("bhd jod kwd omr tnd".split(" "));

export function decimalsOf(currency: string): number {
  const code = currency.toLowerCase();
  return withoutDecimals.has(code) ? 0 : withThree.has(code) ? 3 : 2;
}

/** An amount in the currency's smallest unit, written for people: 1500 of usd is $15.00. Exact for every whole number. */
export function formatMoney(amountMinor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const sign = amountMinor < 0 ? "-" : "";
  const number = `${sign}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ""}`;
  return formatterOf(currency, decimals).format(number as Intl.StringNumericLiteral);
}

/** One that need not be whole: 0.1 of usd is $0.001. */
export function formatFraction(amountMinor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const text = (amountMinor / 10 ** decimals).toFixed(decimals + 6);
  const shown = text.replace(/0{1,6}$/, "");
  const [, fraction = ""] = shown.split(".");
  return formatterOf(currency, Math.max(decimals, fraction.length)).format(Number(text));
}

function formatterOf(currency: string, decimals: number): Intl.NumberFormat {
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency: currency.toUpperCase(),
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}
