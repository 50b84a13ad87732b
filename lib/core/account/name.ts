import { z } from "zod";

/** Control and direction characters could make one name look like another in a list; half a character can't be stored. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Joiners that show: they make one picture of two, and choose the shape of letters in scripts that join theirs. */
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

export function hasOnlyVisible(text: string): boolean {
  return !invisible.test(text.replace(joiners, ""));
}

export function shownName(what: string) {
  return z
    .string()
    .trim()
    .min(2, `${what} needs at least 2 characters.`)
    .max(100, `${what} can have at most 100 characters.`)
    .refine(hasOnlyVisible, `${what} can’t hold invisible characters.`);
}

export const personName = shownName("A name");
export const workspaceName = shownName("A workspace name");
