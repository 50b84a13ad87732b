import { z } from "zod";

export const passwordMinLength = 10;
const passwordMaxLength = 256;

export const newPassword = z
  .string()
  .min(passwordMinLength, `Use at least ${passwordMinLength} characters.`)
  .max(passwordMaxLength, `Use at most ${passwordMaxLength} characters.`)
  .refine((text) => new Set(text).size >= 4, "This is too easy to guess. Use more different characters.");
