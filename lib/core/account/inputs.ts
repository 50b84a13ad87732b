import { z } from "zod";
import { identifier } from "../identifiers";
import { accountEmail, emailAddress } from "./email";
import { personName } from "./name";
import { newPassword } from "./password";

export const newAccount = z.object({
  token: z.string().min(1).max(200),
  name: personName,
  email: emailAddress,
  password: newPassword,
});
export type NewAccount = z.infer<typeof newAccount>;

export const signInAttempt = z.object({ email: accountEmail, password: z.string().min(1).max(1000) });
export type SignInAttempt = z.infer<typeof signInAttempt>;

export const nameChange = z.object({ name: personName });
export type NameChange = z.infer<typeof nameChange>;

export const passwordChange = z.object({
  currentPassword: z.string().min(1, "Enter your current password.").max(1000),
  newPassword,
});
export type PasswordChange = z.infer<typeof passwordChange>;

export const firstPassword = z.object({ newPassword });
export type FirstPassword = z.infer<typeof firstPassword>;

export const passwordReset = z.object({ token: z.string().min(1).max(200), newPassword });
export type PasswordReset = z.infer<typeof passwordReset>;

export const sessionChoice = z.object({ sessionId: identifier });
export type SessionChoice = z.infer<typeof sessionChoice>;
