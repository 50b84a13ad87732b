import { z } from "zod";

export const recoveryCodeCount = 10;
export const recoveryCodeCharacters = 16;
/** Base 32 without what is taken for another letter or digit. */
export const recoveryCodeAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";

/** How long a user has after the first factor to enter the second. */
export const challengeLifetimeMs = 10 * 60_000;

/** Wrong codes that end a challenge: the password has to be shown again. */
export const mostWrongCodes = 5;

export type SecondFactorCode = { kind: "totp"; code: string } | { kind: "recovery"; code: string };

/** Six digits of the app, or a recovery code, as people type them: with spaces, hyphens and capitals. */
export const secondFactorCode = z
  .string()
  .max(100, "This is not a valid code.")
  .transform((typed, context): SecondFactorCode => {
    const code = typed.replace(/[\s-]/g, "").toLowerCase();
    if (/^\d{6}$/.test(code)) return { kind: "totp", code };
    if (code.length === recoveryCodeCharacters && /^[a-z0-9]+$/.test(code)) return { kind: "recovery", code };
    context.addIssue({
      code: "custom",
      message: code === "" ? "Enter the code." : "Enter the six-digit code or a recovery code.",
    });
    return z.NEVER;
  });

export const secondFactorProof = z.object({ code: secondFactorCode });
export type SecondFactorProof = z.infer<typeof secondFactorProof>;

export const secondFactorSignIn = z.object({
  challenge: z.string().min(1).max(2000),
  code: secondFactorCode,
});
export type SecondFactorSignIn = z.infer<typeof secondFactorSignIn>;

export const secondFactorStart = z.object({ password: z.string().max(1000) });
export type SecondFactorStart = z.infer<typeof secondFactorStart>;

/** In groups of four, as it is shown and printed. */
export function shownRecoveryCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, "$1-");
}
