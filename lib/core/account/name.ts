import { z } from "zod";

/** Control and direction characters could make one name look like another in a list. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

export function shownName(what: string) {
  return z
    .string()
    .trim()
    .min(2, `${what} needs at least 2 characters.`)
    .max(100, `${what} can have at most 100 characters.`)
    .refine((text) => !invisible.test(text), `${what} can’t hold invisible characters.`);
}

export const personName = shownName("A name");
export const workspaceName = shownName("A workspace name");
