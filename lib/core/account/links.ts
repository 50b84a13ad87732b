import { z } from "zod";
import { emailAddress } from "./email";
import { personName } from "./name";
import { newPassword } from "./password";

/** How long a mailed link to an account works. */
export const accountLinkLifetimeMs = 3_600_000;

/** Mails of one kind that others can have sent to an address: more within the hour are not sent. */
export const mostMailsAnHour = 5;

/** A session younger than this counts as freshly authenticated. */
const freshSessionMs = 15 * 60_000;

export function isFreshSession(startedAt: Date, now: Date): boolean {
  return now.getTime() - startedAt.getTime() < freshSessionMs;
}

const token = z.string().min(1).max(200);

/** `next` is a path of this server, for after the link was used. */
export const linkRequest = z.object({ email: emailAddress, next: z.string().max(500).default("") });
export type LinkRequest = z.infer<typeof linkRequest>;

export const linkToken = z.object({ token });

export const newSignUp = z.object({ name: personName, email: emailAddress, password: newPassword });
export type NewSignUp = z.infer<typeof newSignUp>;

export const mailedSignUp = z.object({ token, name: personName, password: newPassword });
export type MailedSignUp = z.infer<typeof mailedSignUp>;
