import type { Transaction } from "@/db/client";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import {
  type AuditFacts,
  type AuditSubject,
  recordAudit,
  subjectOf,
  subjectOfEntry,
  subjectOfServer,
} from "../audit/audit";
import { findAccountLogWorkspaceId, type Revalidated } from "../rights/revalidate-actor";
import { personalWorkspaceOf } from "../workspace/personal-workspace";

/** Entries about the user's own account are in the log of the personal workspace. */
export async function recordOwnEvent(
  tx: Transaction,
  actor: Revalidated,
  facts: Pick<AuditFacts, "event" | "before" | "after">,
): Promise<void> {
  await recordAudit(tx, subjectOf(actor, await findAccountLogWorkspaceId(tx, actor)), {
    ...facts,
    targetId: actor.userId,
    targetName: actor.name,
  });
}

/** The same of somebody who is not signed in yet. */
export async function recordEntryEvent(
  tx: Transaction,
  account: { id: UserId; name: string; email: string },
  ip: string | null,
  facts: Pick<AuditFacts, "event" | "before" | "after">,
): Promise<void> {
  await recordOfAccount(tx, account, facts, (workspaceId) => subjectOfEntry(workspaceId, account, ip));
}

/** Entries about automatic changes to an account. */
export async function recordServerEvent(
  tx: Transaction,
  account: { id: UserId; email: string },
  facts: Pick<AuditFacts, "event" | "before" | "after">,
): Promise<void> {
  await recordOfAccount(tx, account, facts, subjectOfServer);
}

async function recordOfAccount(
  tx: Transaction,
  account: { id: UserId; email: string },
  facts: Pick<AuditFacts, "event" | "before" | "after">,
  subjectIn: (workspaceId: WorkspaceId) => AuditSubject,
): Promise<void> {
  const subject = subjectIn(await personalWorkspaceOf(tx, account.id));
  await recordAudit(tx, subject, { ...facts, targetId: account.id, targetName: account.email });
}
