const labelPattern = "[a-z0-9][a-z0-9-]*";
const asciiName = new RegExp(`^(?:${labelPattern}\\.)*(?=[a-z0-9-]*[a-z])[a-z0-9][a-z0-9-]+$`);
const anyName = /^[\p{L}\p{N}\p{M}-]+(?:\.[\p{L}\p{N}\p{M}-]+)*$/u;

/**
 * A domain as it is kept and compared: in lower case, and in the ASCII form that DNS knows. Nothing where it
 * is none.
 */
export function asciiDomain(domain: string): string | undefined {
  const ascii = isAscii(domain) ? domain.toLowerCase() : toAscii(domain);
  return ascii !== undefined && asciiName.test(ascii) ? ascii : undefined;
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

function toAscii(domain: string): string | undefined {
  if (!anyName.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  return new URL(`http://${domain}`).hostname;
}

/** A domain in its native script, if it can't be confused with another domain. */
export function readableDomain(ascii: string): string {
  return ascii
    .split(".")
    .map((each) => readableLabel(each) ?? each)
    .join(".");
}

function readableLabel(label: string): string | undefined {
  if (!label.startsWith("xn--")) return undefined;
  const text = decodePunycode(label.slice(4));
  return text !== undefined && toAscii(text) === label && !looksRisky(text) ? text : undefined;
}

/** Scripts that are written together, each with digits and hyphens. */
const alone =
  "Latin Greek Cyrillic Armenian Georgian Hebrew Arabic Devanagari Bengali Gujarati Gurmukhi Kannada Malayalam Oriya Sinhala Tamil Telugu Thai Lao Khmer Myanmar Tibetan Ethiopic Mongolian Han Hangul";
const together = ["Han Hiragana Katakana Latin", "Han Bopomofo Latin", "Han Hangul Latin"];
const writtenSo = [...alone.split(" "), ...together].map((scripts) => {
  const each = scripts.split(" ").map((script) => `\\p{Script=${script}}`);
  return new RegExp(`^(?:[0-9-]|${each.join("|")}|\\p{Script=Inherited})+$`, "u");
});

/** Letters that look like Latin ones: a label of these alone is read as another. */
const lookAlikes = /^[асԁеһіјӏорԛѕԝхуъьҽпгѵѡαικνορτυωχγε0-9-]+$/u;
const nearlyLatin = /[ıȷɑɡɩʟʀ]/u;

function looksRisky(text: string): boolean {
  return lookAlikes.test(text) || nearlyLatin.test(text) || !writtenSo.some((kind) => kind.test(text));
}

/** RFC 3492, with the parameters of domain names. */
function decodePunycode(encoded: string): string | undefined {
  const [base, tMin, tMax, skew, damp] = [36, 1, 26, 38, 700];
  const split = encoded.lastIndexOf("-");
  const points = [...encoded.slice(0, Math.max(split, 0))].map((char) => char.codePointAt(0) ?? 0);
  let [code, index, bias] = [128, 0, 72];
  let at = split < 0 ? 0 : split + 1;
  while (at < encoded.length) {
    const before = index;
    for (let [weight, k] = [1, base]; ; k += base) {
      const digit = Number.parseInt(encoded[at] ?? "", 36);
      if (Number.isNaN(digit)) return undefined;
      at += 1;
      // Letters come before digits here.
      const value = digit < 10 ? digit + 26 : digit - 10;
      index += value * weight;
      const threshold = Math.min(tMax, Math.max(tMin, k - bias));
      if (value < threshold) break;
      weight *= base - threshold;
    }
    const length = points.length + 1;
    let delta = Math.floor((index - before) / (before === 0 ? damp : 2));
    delta += Math.floor(delta / length);
    let k = 0;
    for (; delta > ((base - tMin) * tMax) / 2; k += base) delta = Math.floor(delta / (base - tMin));
    bias = k + Math.floor(((base - tMin + 1) * delta) / (delta + skew));
    code += Math.floor(index / length);
    index %= length;
    if (code > 0x10ffff) return undefined;
    points.splice(index, 0, code);
    index += 1;
  }
  return String.fromCodePoint(...points);
}
