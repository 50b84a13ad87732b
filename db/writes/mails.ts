import { and, asc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db, type Transaction } from "../client";
import { mails } from "../schema/mails";

export async function insertMail(tx: Transaction, mail: typeof mails.$inferInsert): Promise<void> {
  await tx.insert(mails).values(mail);
}

export type MailKind = (typeof mails.$inferSelect)["kind"];
export type DueMail = {
  id: string;
  kind: MailKind;
  recipient: string;
  sealedContent: string;
  attempts: number;
};

/** Counts them in any status. Two requests at the same time may see the same count. */
export function countMailsTo(
  tx: Transaction,
  recipient: string,
  kind: MailKind,
  since: Date,
): Promise<number> {
  return tx.$count(
    mails,
    and(eq(mails.recipient, recipient), eq(mails.kind, kind), gt(mails.createdAt, since)),
  );
}

/** Mails that were sent or given up before then are no longer needed. */
export async function deleteSettledMails(before: Date): Promise<void> {
  await db().delete(mails).where(lte(mails.settledAt, before));
}

/** Takes due mails for this process alone, and puts them off to `retryAt` in case it dies before it can say how they went. */
export async function claimDueMails(now: Date, retryAt: Date, limit: number): Promise<DueMail[]> {
  const due = db()
    .select({ id: mails.id })
    .from(mails)
    .where(and(eq(mails.status, "queued"), lte(mails.nextAttemptAt, now)))
    .orderBy(asc(mails.nextAttemptAt))
    .limit(limit)
    .for("update", { skipLocked: true });
  const claimed = await db()
    .update(mails)
    .set({ nextAttemptAt: retryAt, attempts: sql`${mails.attempts} + 1` })
    .where(inArray(mails.id, due))
    .returning({
      id: mails.id,
      kind: mails.kind,
      recipient: mails.recipient,
      sealedContent: mails.sealedContent,
      attempts: mails.attempts,
    });
  return claimed.flatMap(({ sealedContent, ...mail }) => (sealedContent ? [{ ...mail, sealedContent }] : []));
}

/** Sent or given up: what it said is erased. */
export async function settleMail(
  id: string,
  status: "sent" | "failed" | "needless",
  at: Date,
  error: string | null,
): Promise<void> {
  await db()
    .update(mails)
    .set({ status, settledAt: at, lastError: error, sealedContent: null })
    .where(eq(mails.id, id));
}

export async function postponeMail(id: string, nextAttemptAt: Date, error: string): Promise<void> {
  await db().update(mails).set({ nextAttemptAt, lastError: error }).where(eq(mails.id, id));
}

/** Unsent mails of an invitation that was withdrawn or resent. */
export async function deleteQueuedMails(
  tx: Transaction,
  workspaceId: WorkspaceId,
  invitationId: string,
): Promise<void> {
  await tx
    .delete(mails)
    .where(
      and(
        eq(mails.workspaceId, workspaceId),
        eq(mails.invitationId, invitationId),
        eq(mails.status, "queued"),
      ),
    );
}
