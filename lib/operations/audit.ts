import type { Transaction } from "@/db/client";
import { type AuditHead, insertAuditEvent, lockAuditHead } from "@/db/writes/audit-events";
import type { AuditEventName, AuditVia } from "@/lib/core/audit/events";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Actor } from "@/lib/core/workspace/actor";
import { auditHash, checkHeadSeal, sealHead } from "@/lib/server/audit-hash";
import { now } from "@/lib/server/clock";
import { log } from "@/lib/server/log";

/** Who did it, and in which workspace's log it stands. */
export type AuditSubject = {
  workspaceId: WorkspaceId;
  userId: UserId | null;
  name: string;
  via: AuditVia;
  accessKey: string | null;
  address: string | null;
};

export type AuditFacts = {
  event: AuditEventName;
  targetId?: string;
  targetName?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
};

export function subjectOf(actor: Actor, workspaceId: WorkspaceId = actor.workspaceId): AuditSubject {
  return {
    workspaceId,
    userId: actor.userId,
    name: actor.name,
    via: actor.via.by,
    accessKey: actor.via.by === "credentials" ? actor.via.accessKey : null,
    address: actor.address,
  };
}

/** Of somebody who is not signed in yet. */
export function subjectAtEntry(
  workspaceId: WorkspaceId,
  account: { id: UserId; name: string },
  address: string | null,
): AuditSubject {
  return {
    workspaceId,
    userId: account.id,
    name: account.name,
    via: "sign_in",
    accessKey: null,
    address,
  };
}

/** Of what the server does by itself. */
function serverIn(workspaceId: WorkspaceId): AuditSubject {
  return { workspaceId, userId: null, name: "Steward", via: "server", accessKey: null, address: null };
}

/** Writes one entry in the transaction of the change itself: if it can't be written, nothing is. */
export async function recordAudit(tx: Transaction, subject: AuditSubject, facts: AuditFacts): Promise<void> {
  const head = await lockAuditHead(tx, subject.workspaceId);
  const seal = checkHeadSeal(subject.workspaceId, head);
  if (seal === "wrong" || seal === "unknown_key") {
    log().error(
      { workspaceId: subject.workspaceId, number: head.number },
      "the end of an audit log was altered",
    );
  }
  await writeEntry(tx, subject, facts, { head, seals: seal === "right" });
}

/** Signs the end of a log that is older than seals, with an entry that says so. */
export async function sealLog(tx: Transaction, workspaceId: WorkspaceId): Promise<boolean> {
  const head = await lockAuditHead(tx, workspaceId);
  if (checkHeadSeal(workspaceId, head) !== "none") return false;
  const facts = { event: "audit.sealed", after: { entries: head.number } } as const;
  await writeEntry(tx, serverIn(workspaceId), facts, { head, seals: true });
  return true;
}

async function writeEntry(
  tx: Transaction,
  subject: AuditSubject,
  facts: AuditFacts,
  /** A seal that is not right is left as it is: a new one over it would hide what was altered. */
  { head, seals }: { head: AuditHead; seals: boolean },
): Promise<void> {
  const entry = {
    workspaceId: subject.workspaceId,
    number: head.number + 1,
    at: now(),
    event: facts.event,
    actorUserId: subject.userId,
    actorName: subject.name,
    via: subject.via,
    accessKey: subject.accessKey,
    address: subject.address,
    targetId: facts.targetId ?? null,
    targetName: facts.targetName ?? null,
    before: facts.before ?? null,
    after: facts.after ?? null,
    previousHash: head.hash,
  };
  const hash = auditHash(entry);
  const seal = seals ? sealHead(subject.workspaceId, { number: entry.number, hash }) : head.seal;
  await insertAuditEvent(tx, { ...entry, hash }, seal);
}
