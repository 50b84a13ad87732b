import { inTransaction, type Transaction } from "@/db/client";
import { type AccountLink, findAccountByEmail, findAccountLink, type LinkPurpose } from "@/db/reads/accounts";
import {
  deleteAccountLinks,
  insertAccountLink,
  replaceSignUpLink,
  takeAccountLink,
} from "@/db/writes/accounts";
import { accountLinkLifetimeMs } from "@/lib/core/account/links";
import type { UserId } from "@/lib/core/identifiers";
import {
  accountExistsMail,
  type MailMessage,
  proveEmailMail,
  resetPasswordMail,
  signInMail,
  signUpMail,
} from "@/lib/core/mail/messages";
import { now } from "@/lib/server/clock";
import { hashSecret, newToken } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";

const pages: Record<LinkPurpose, string> = {
  sign_in: "/sign-in/link",
  reset_password: "/reset-password",
  prove_email: "/reset-password",
};

/** Works once. Earlier ones that came the same way for the same purpose stop working. */
export async function makeAccountLink(
  tx: Transaction,
  userId: UserId,
  facts: { purpose: LinkPurpose; mailed: boolean; lifetimeMs: number; next?: string },
): Promise<{ link: string; expiresAt: Date }> {
  const token = newToken();
  const createdAt = now();
  const expiresAt = new Date(createdAt.getTime() + facts.lifetimeMs);
  await deleteAccountLinks(tx, userId, facts);
  await insertAccountLink(tx, {
    tokenHash: hashSecret(token),
    userId,
    purpose: facts.purpose,
    mailed: facts.mailed,
    createdAt,
    expiresAt,
  });
  const query = new URLSearchParams({ token, ...(facts.next ? { next: facts.next } : {}) });
  return { link: `${settings().publicUrl}${pages[facts.purpose]}?${query}`, expiresAt };
}

export async function findOpenLink(
  token: string,
  purposes: readonly LinkPurpose[],
): Promise<AccountLink | undefined> {
  const link = await findAccountLink(hashSecret(token));
  return link && purposes.includes(link.purpose) && link.expiresAt > now() ? link : undefined;
}

export function consumeLink(tx: Transaction, token: string): Promise<boolean> {
  return takeAccountLink(tx, hashSecret(token));
}

/** Written at the moment of sending, with a link made for it. Nothing where there is nobody to write to. */
// Not audited: a link changes nothing before it is used, and that is.
export async function writeAccountMail(
  kind: LinkPurpose | "sign_up",
  recipient: string,
  next: string,
): Promise<MailMessage | undefined> {
  const account = await findAccountByEmail(recipient);
  if (kind === "sign_up") return account ? accountExists() : writeSignUpMail(recipient);
  if (!account) return undefined;
  const { link } = await inTransaction((tx) =>
    makeAccountLink(tx, account.id, {
      purpose: kind,
      mailed: true,
      lifetimeMs: accountLinkLifetimeMs,
      next,
    }),
  );
  return letters[kind]({ link });
}

const letters: Record<LinkPurpose, (facts: { link: string }) => MailMessage> = {
  sign_in: signInMail,
  reset_password: resetPasswordMail,
  prove_email: proveEmailMail,
};

function accountExists(): MailMessage {
  return accountExistsMail({ link: `${settings().publicUrl}/sign-in` });
}

// Not audited: a link changes nothing before it is used, and that is.
async function writeSignUpMail(email: string): Promise<MailMessage | undefined> {
  if (!settings().openSignUp) return undefined;
  const token = newToken();
  const createdAt = now();
  const expiresAt = new Date(createdAt.getTime() + accountLinkLifetimeMs);
  await inTransaction((tx) =>
    replaceSignUpLink(tx, { tokenHash: hashSecret(token), email, createdAt, expiresAt }),
  );
  return signUpMail({ link: `${settings().publicUrl}/sign-up/finish?token=${token}` });
}
