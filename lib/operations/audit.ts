import type { Transaction } from "@/db/client";
import type { AuditEntry } from "@/db/reads/audit-events";
import { insertAuditEvent, lockAuditHead } from "@/db/writes/audit-events";
import type { AuditEventName } from "@/lib/core/audit/events";
import { canonicalJson } from "@/lib/core/audit/serialize";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Actor } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { sha256Hex } from "@/lib/server/crypto";

/** Who did it, and in which workspace's log it stands. */
export type AuditSubject = {
  workspaceId: WorkspaceId;
  userId: UserId | null;
  name: string;
  via: "session" | "credentials" | "operator" | "sign_in";
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

/** Writes one entry in the transaction of the change itself: if it can't be written, nothing is. */
export async function recordAudit(tx: Transaction, subject: AuditSubject, facts: AuditFacts): Promise<void> {
  const head = await lockAuditHead(tx, subject.workspaceId);
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
  await insertAuditEvent(tx, { ...entry, hash: auditHash(entry) });
}

/** The hash that an entry must carry, over everything else in it, the hash before it included. */
export function auditHash(entry: Omit<AuditEntry, "hash">): string {
  return sha256Hex(canonicalJson({ ...entry, hash: undefined }));
}
