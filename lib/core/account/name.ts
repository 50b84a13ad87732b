import { z } from "zod";

/**
 * Control and direction characters could make one name look like another in a list; half a character can't be
 * stored.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * Joiners that show: they make one picture of two, and choose the shape of letters in scripts that join
 * theirs.
 */
const joiners = joinersBetween([
  "Arab",
  "Beng",
  "Deva",
  "Gujr",
  "Guru",
  "Khmr",
  "Knda",
  "Mlym",
  "Orya",
  "Sinh",
  "Taml",
  "Telu",
]);

function joinersBetween(scripts: string[]): RegExp {
  const letter = `[${scripts.map((script) => `\\p{Script_Extensions=${script}}`).join("")}]`;
  const picture = "\\p{Extended_Pictographic}";
  return new RegExp(
    `(?<=${picture}(?:\\uFE0F|\\p{Emoji_Modifier})?)\\u200D(?=${picture})|(?<=${letter})[\\u200C\\u200D](?=${letter})`,
    "gu",
  );
}

export function hasOnlyVisibleCharacters(text: string): boolean {
  return !invisible.test(text.replace(joiners, ""));
}

const commonEndings =
  "com|net|org|info|biz|name|pro|app|dev|page|xyz|top|site|online|store|shop|club|live|link|click|icu|vip|work|tech|cloud|space|website|zip|mov";

/** Whatever a mail program would turn into a link: a scheme, `www.`, or a name that ends as domains do. */
const url = new RegExp(
  `\\p{L}[\\p{L}\\p{N}+.-]*:\\s*//|\\bwww\\.|[\\p{L}\\p{N}-]\\.(?:(?:${commonEndings}|xn--[a-z0-9-]+|(?<=[\\p{L}\\p{N}-]{2}\\.)[a-z]{2})(?![\\p{L}\\p{N}]|\\.[\\p{L}\\p{N}])|[a-z]{2,}/)`,
  "iu",
);

/** Full stops of other scripts, which domains may be written with. */
const fullStops = /[。．｡․]/g;

function containsUrl(text: string): boolean {
  return url.test(text.normalize("NFKC").replace(fullStops, "."));
}

export function shownName(what: string) {
  return z
    .string()
    .trim()
    .min(2, `${what} must have at least 2 characters.`)
    .max(100, `${what} can have at most 100 characters.`)
    .refine(hasOnlyVisibleCharacters, `${what} can’t contain invisible characters.`);
}

/** A name that is shown in e-mails to people outside the workspace. */
function mailedName(what: string) {
  return shownName(what).refine(
    (text) => !containsUrl(text),
    `${what} can’t contain a web address, because it is shown in e-mails. Remove the address, or put a space after the dot.`,
  );
}

export const personName = mailedName("A name");
export const workspaceName = mailedName("A workspace name");
