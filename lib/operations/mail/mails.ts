import type { Transaction } from "@/db/client";
import {
  claimDueMails,
  countMailsTo,
  type DueMail,
  deleteSettledMails,
  insertMail,
  type MailKind,
  postponeMail,
  settleMail,
} from "@/db/writes/mails";
import { mostMailsAnHour } from "@/lib/core/account/links";
import { mostNotificationMailsADay } from "@/lib/core/account/notifications";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { MailMessage } from "@/lib/core/mail/messages";
import { nextAttempt, settledMailRetentionMs } from "@/lib/core/mail/retry";
import { now } from "@/lib/server/clock";
import { newId, openText, type SealContext, sealText } from "@/lib/server/crypto";
import { log } from "@/lib/server/log";
import { sendMail } from "@/lib/server/mail";
import { writeAccountMail } from "../account/links";

export type AccountMailKind = Exclude<MailKind, "invitation" | "notification" | "invoices">;
type InvitationMail = {
  recipient: string;
  message: MailMessage;
  about: { workspaceId: WorkspaceId; invitationId: string };
};

/** What is kept of a mail: its words, or where its link leads to once it is written. */
type Content = { message: MailMessage } | { next: string };

/**
 * Queued with the change that it tells of: if that is rolled back, nobody hears of it. False beyond some an
 * hour.
 */
export async function queueInvitationMail(
  tx: Transaction,
  { recipient, message, about }: InvitationMail,
): Promise<boolean> {
  if (await hasEnoughMails(tx, recipient, "invitation")) return false;
  await queue(tx, { kind: "invitation", recipient, content: { message }, about });
  return true;
}

/** Queued with the notice under the bell. Beyond some a day the bell tells alone. */
export async function queueNotificationMail(
  tx: Transaction,
  recipient: string,
  message: MailMessage,
): Promise<void> {
  const aDayAgo = new Date(now().getTime() - 24 * 3_600_000);
  if ((await countMailsTo(tx, recipient, "notification", aDayAgo)) >= mostNotificationMailsADay) return;
  await queue(tx, { kind: "notification", recipient, content: { message } });
}

/** False beyond some an hour. */
export async function queueInvoicesMail(
  tx: Transaction,
  recipient: string,
  message: MailMessage,
): Promise<boolean> {
  if (await hasEnoughMails(tx, recipient, "invoices")) return false;
  await queue(tx, { kind: "invoices", recipient, content: { message } });
  return true;
}

/** Each kind is counted separately, so that other e-mails can't block a password reset. */
export async function hasEnoughMails(tx: Transaction, recipient: string, kind: MailKind): Promise<boolean> {
  const anHourAgo = new Date(now().getTime() - 3_600_000);
  return (await countMailsTo(tx, recipient, kind, anHourAgo)) >= mostMailsAnHour;
}

/**
 * Whether the address has an account is looked at when the mail is sent, so that asking takes as long and
 * leaves the same traces either way. Beyond some an hour to one address nothing is queued: anybody may ask.
 */
export async function queueAccountMail(
  tx: Transaction,
  { kind, recipient, next }: { kind: AccountMailKind; recipient: string; next: string },
): Promise<boolean> {
  if (await hasEnoughMails(tx, recipient, kind)) return false;
  await queue(tx, { kind, recipient, content: { next } });
  return true;
}

async function queue(
  tx: Transaction,
  mail: { kind: MailKind; recipient: string; content: Content; about?: InvitationMail["about"] },
): Promise<void> {
  const id = newId();
  const createdAt = now();
  await insertMail(tx, {
    id,
    kind: mail.kind,
    recipient: mail.recipient,
    workspaceId: mail.about?.workspaceId ?? null,
    invitationId: mail.about?.invitationId ?? null,
    sealedContent: sealText(JSON.stringify(mail.content), mailContext(id)),
    status: "queued",
    attempts: 0,
    nextAttemptAt: createdAt,
    createdAt,
  });
}

const claimedForMs = 5 * 60_000;
const atOnce = 10;

/** Sends what is due. Returns how many were tried, so that a caller may go on while there are more. */
export async function sendDueMails(): Promise<number> {
  const startedAt = now();
  const due = await claimDueMails(startedAt, new Date(startedAt.getTime() + claimedForMs), atOnce);
  for (const mail of due) await sendOne(mail);
  return due.length;
}

async function sendOne(mail: DueMail): Promise<void> {
  try {
    const message = await messageOf(mail);
    if (message) await sendMail(mail.recipient, message);
    await settleMail(mail.id, message ? "sent" : "needless", now(), null);
  } catch (error) {
    const reason = reasonOf(error);
    const retryAt = nextAttempt(mail.attempts, now());
    log().warn({ mailId: mail.id, attempts: mail.attempts, reason }, "a mail was not sent");
    if (retryAt) await postponeMail(mail.id, retryAt, reason);
    else await settleMail(mail.id, "failed", now(), reason);
  }
}

async function messageOf({ id, kind, recipient, sealedContent }: DueMail): Promise<MailMessage | undefined> {
  const content = JSON.parse(openText(sealedContent, mailContext(id))) as Content | MailMessage;
  if ("message" in content) return content.message;
  // Queued before the words got a name of their own.
  if ("subject" in content) return content;
  return kind === "invitation" || kind === "notification" || kind === "invoices"
    ? undefined
    : writeAccountMail(kind, recipient, content.next);
}

/** The code alone: a mail server's words may quote the address or the message. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return [code, responseCode].filter(Boolean).join(" ") || "unknown";
}

export function forgetSettledMails(): Promise<void> {
  return deleteSettledMails(new Date(now().getTime() - settledMailRetentionMs));
}

export function mailContext(id: string): SealContext {
  return { workspaceId: "", table: "mails", row: id };
}
