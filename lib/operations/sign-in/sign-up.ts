import { inTransaction, type Reader } from "@/db/client";
import { findAccountByEmail, findSignUpLink, hasAnyUser } from "@/db/reads/accounts";
import { takeSignUpLink } from "@/db/writes/accounts";
import type { LinkRequest, MailedSignUp, NewSignUp } from "@/lib/core/account/links";
import { refusePersonalPassword } from "@/lib/core/account/password";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { now, type Wait } from "@/lib/server/clock";
import { hashSecret } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { isMailConfigured } from "@/lib/server/mail";
import { hashPassword } from "@/lib/server/passwords";
import { insertPerson, lockEmail, refuseDotless } from "../account/accounts";
import { requestAccountMail } from "../account/mails";
import { mailRequestSubjects, waitForRateLimit } from "./rate-limits";

const closed = refused(
  "forbidden",
  "You need an invitation to create an account. Ask an admin to invite you.",
);

/** Never before the first account exists. Only the set-up link creates that one. */
export async function isSignUpOpen(on?: Reader): Promise<boolean> {
  return settings().openSignUp && (await hasAnyUser(on));
}

/** With a mail server nobody gets an account at an address that isn't theirs, nor learns who has one. */
export async function requestSignUp(request: LinkRequest, ip: string | null): Promise<Outcome> {
  if (!(await isSignUpOpen())) return closed;
  const dotless = refuseDotless(request.email);
  if (dotless) return dotless;
  return requestAccountMail("sign_up", request, ip);
}

export async function findOpenSignUp(token: string): Promise<{ email: string } | undefined> {
  const link = (await isSignUpOpen()) ? await findSignUpLink(hashSecret(token)) : undefined;
  return link && link.expiresAt > now() ? { email: link.email } : undefined;
}

const spent = refused("not_found", "This link was used or has expired. Sign up again.");

export async function finishSignUp(
  person: MailedSignUp,
  ip: string | null,
): Promise<Outcome<{ email: string }>> {
  const link = await findOpenSignUp(person.token);
  if (!link) return spent;
  const { email } = link;
  const personal = refusePersonalPassword(person.password, { name: person.name, email }, "password");
  if (personal) return personal;
  const passwordHash = await hashPassword(person.password);
  return inTransaction(async (tx) => {
    if (!(await takeSignUpLink(tx, hashSecret(person.token)))) return spent;
    if (await lockEmail(tx, email)) return spent;
    await insertPerson(tx, {
      name: person.name,
      email,
      passwordHash,
      emailProven: true,
      origin: { by: "mailed_sign_up" },
      ip,
    });
    return done({ email });
  });
}

/** Without a mail server, the address stays unproven, and the form reveals whether it has an account. */
export async function signUp(
  person: NewSignUp,
  ip: string | null,
  wait?: Wait,
): Promise<Outcome<{ email: string }>> {
  if (isMailConfigured() || !(await isSignUpOpen())) return closed;
  const dotless = refuseDotless(person.email);
  if (dotless) return dotless;
  const turnedAway = await waitForRateLimit(mailRequestSubjects(ip), wait);
  if (turnedAway) return turnedAway;
  const taken = refused("conflict", "The account was not created.", {
    email: "This e-mail address can’t be used. If it is yours, sign in.",
  });
  if (await findAccountByEmail(person.email)) return taken;
  const personal = refusePersonalPassword(person.password, person, "password");
  if (personal) return personal;
  const passwordHash = await hashPassword(person.password);
  return inTransaction(async (tx) => {
    if (await lockEmail(tx, person.email)) return taken;
    await insertPerson(tx, {
      ...person,
      passwordHash,
      emailProven: false,
      origin: { by: "open_sign_up" },
      ip,
    });
    return done({ email: person.email });
  });
}
