import { z } from "zod";
import { asciiDomain } from "./domain";
import { domainOf } from "./shown-email";

export type EmailProblem = "not_an_email" | "too_long" | "ambiguous";

const sentences: Record<EmailProblem, string> = {
  not_an_email: "This is not an e-mail address.",
  too_long: "This e-mail address is too long.",
  ambiguous: "This e-mail address contains a character that looks like another one. Use plain letters.",
};

const longest = 254;
const word = "[\\p{L}\\p{N}\\p{M}!#$%&'*+/=?^_`{|}~-]+";
const localPart = new RegExp(`^${word}(?:\\.${word})*$`, "u");

/**
 * The normalized form of an address: composed, in lower case, with its domain in ASCII. Refuses an address
 * that another system could confuse with a different one.
 */
export function readEmail(given: string): { email: string } | { problem: EmailProblem } {
  const text = given.trim();
  // Checked before work that grows with the length.
  if (text.length > 4 * longest) return { problem: "too_long" };
  const at = text.lastIndexOf("@");
  const [name, domain] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (isAmbiguous(name) || isAmbiguous(domain)) return { problem: "ambiguous" };
  const local = name.normalize("NFC").toLowerCase();
  const ascii = asciiDomain(domain.normalize("NFC"));
  if (!localPart.test(local) || ascii === undefined) return { problem: "not_an_email" };
  if (foldedAnew(local) !== local) return { problem: "ambiguous" };
  const email = `${local}@${ascii}`;
  return email.length > longest ? { problem: "too_long" } : { email };
}

/**
 * Full-width and other forms of a character, and those that lose their difference to ASCII in one of the
 * cases.
 */
function isAmbiguous(text: string): boolean {
  if (text.normalize("NFKC") !== text.normalize("NFC")) return true;
  return [...text].some(
    (char) => char > "\x7f" && /[\0-\x7f]/.test(char.normalize("NFKC") + char.toLowerCase()),
  );
}

/** Differs where two characters share an upper case: a system that folds so can't tell the two apart. */
function foldedAnew(local: string): string {
  return local.toUpperCase().toLowerCase().normalize("NFC");
}

export const emailAddress = z.string().transform((text, context) => {
  const read = readEmail(text);
  if ("email" in read) return read.email;
  context.issues.push({ code: "custom", message: sentences[read.problem], input: text });
  return z.NEVER;
});

/** Finds an account by the typed address, also if it is stored in an older form. */
export const accountEmail = z
  .string()
  .trim()
  .min(1)
  .max(4 * longest)
  .regex(/^\P{C}*$/u)
  .transform((text) => {
    const read = readEmail(text);
    return "email" in read ? read.email : text.toLowerCase();
  });

export const notAnEmail = sentences.not_an_email;

/** Whether the domain may receive e-mails: the operator must list a domain without a dot. */
export function mayBeUsed(email: string, dotlessDomains: readonly string[]): boolean {
  const domain = domainOf(email);
  return domain.includes(".") || dotlessDomains.includes(domain);
}
