import { z } from "zod";

/** Control and direction characters could make one name look like another in a list; half a character can't be stored. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

export function hasOnlyVisible(text: string): boolean {
  return !invisible.test(text);
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
