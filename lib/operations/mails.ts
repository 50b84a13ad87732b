import type { Transaction } from "@/db/client";
import { claimDueMails, type DueMail, insertMail, postponeMail, settleMail } from "@/db/writes/mails";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { MailMessage } from "@/lib/core/mail/messages";
import { nextAttempt } from "@/lib/core/mail/retry";
import { now } from "@/lib/server/clock";
import { newId, openText, sealText } from "@/lib/server/crypto";
import { log } from "@/lib/server/log";
import { sendMail } from "@/lib/server/mail";

export type NewMail = {
  kind: "invitation" | "sign_in" | "reset_password" | "prove_address";
  recipient: string;
  message: MailMessage;
  about?: { workspaceId: WorkspaceId; invitationId: string };
};

/** Queued with the change that it tells of: if that is rolled back, nobody hears of it. */
export async function queueMail(
  tx: Transaction,
  { kind, recipient, message, about }: NewMail,
): Promise<void> {
  const id = newId();
  const createdAt = now();
  await insertMail(tx, {
    id,
    kind,
    recipient,
    workspaceId: about?.workspaceId ?? null,
    invitationId: about?.invitationId ?? null,
    sealedContent: sealText(JSON.stringify(message), contentContext(id)),
    status: "queued",
    attempts: 0,
    nextAttemptAt: createdAt,
    createdAt,
  });
}

const claimedFor = 5 * 60_000;
const atOnce = 10;

/** Sends what is due. Returns how many were tried, so that a caller may go on while there are more. */
export async function sendDueMails(): Promise<number> {
  const startedAt = now();
  const due = await claimDueMails(startedAt, new Date(startedAt.getTime() + claimedFor), atOnce);
  for (const mail of due) await sendOne(mail);
  return due.length;
}

async function sendOne(mail: DueMail): Promise<void> {
  try {
    await sendMail(
      mail.recipient,
      JSON.parse(openText(mail.sealedContent, contentContext(mail.id))) as MailMessage,
    );
    await settleMail(mail.id, "sent", now(), null);
  } catch (error) {
    const reason = reasonOf(error);
    const retryAt = nextAttempt(mail.attempts, now());
    log().warn({ mailId: mail.id, attempts: mail.attempts, reason }, "a mail was not sent");
    if (retryAt) await postponeMail(mail.id, retryAt, reason);
    else await settleMail(mail.id, "failed", now(), reason);
  }
}

/** The code alone: a mail server's words may quote the address or the message. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return [code, responseCode].filter(Boolean).join(" ") || "unknown";
}

function contentContext(id: string) {
  return { workspaceId: "", table: "mails", row: id };
}
