import { z } from "zod";
import { type Refusal, refused } from "../outcome";
import { commonPasswords } from "./common-passwords";
import { passwordMinLength } from "./password-length";

const passwordMaxLength = 256;

export const newPassword = z
  .string()
  .min(passwordMinLength, `Use at least ${passwordMinLength} characters.`)
  .max(passwordMaxLength, `Use at most ${passwordMaxLength} characters.`)
  .refine(
    (text) => new Set(text).size >= 4,
    "This password is too easy to guess. Use more different characters.",
  )
  .refine(
    (text) => !commonPasswords.has(text.toLowerCase()),
    "This password is too common. Choose another one.",
  );

const personal = "Your password can’t be your name or e-mail address. Choose another one.";

/** Refuses a person's own name or e-mail address as the password, also with a few digits or signs behind it. */
export function refusePersonalPassword(
  password: string,
  person: { name: string; email: string | null },
  field: "password" | "newPassword",
): { ok: false; refusal: Refusal } | undefined {
  const [local = ""] = (person.email ?? "").split("@");
  const known = [person.email ?? "", local, person.name].map(bare).filter((text) => text !== "");
  const typed = bare(password);
  const isPersonal = [typed, typed.replace(/\d{1,4}$/, "")].some((text) => known.includes(text));
  return isPersonal ? refused("invalid", personal, { [field]: personal }) : undefined;
}

/** Letters and digits alone, in lower case. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
