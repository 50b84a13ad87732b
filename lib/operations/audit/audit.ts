import type { Transaction } from "@/db/client";
import { type AuditHead, insertAuditEvent, lockWorkspace, updateAuditSeal } from "@/db/writes/audit-events";
import type { AuditEventName, AuditVia } from "@/lib/core/audit/events";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { auditHash, checkHeadSeal, sealHead } from "@/lib/server/audit-hash";
import { now } from "@/lib/server/clock";
import { log } from "@/lib/server/log";
import type { Revalidated } from "../rights/revalidated";

declare const named: unique symbol;
/** Who acted, and the workspace whose log contains the entry. Only the functions of this file create one. */
export type AuditSubject = SubjectFacts & { readonly [named]: true };

type SubjectFacts = {
  workspaceId: WorkspaceId;
  userId: UserId | null;
  name: string;
  via: AuditVia;
  accessKey: string | null;
  ip: string | null;
};

export type AuditFacts = {
  event: AuditEventName;
  targetId?: string;
  targetName?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
};

/** Of an actor who was found to be let in still: an unchecked one can’t be named in the log. */
export function subjectOf(actor: Revalidated, workspaceId: WorkspaceId = actor.workspaceId): AuditSubject {
  const accessKey = actor.via.by === "credentials" ? actor.via.accessKey : null;
  return makeSubject(workspaceId, actor.via.by, {
    userId: actor.userId,
    name: actor.name,
    accessKey,
    ip: actor.ip,
  });
}

type Account = { id: UserId; name: string };

/** Of somebody who is not signed in yet, or is signing out. */
export function subjectOfEntry(
  workspaceId: WorkspaceId,
  { id, name }: Account,
  ip: string | null,
  via: "sign_in" | "session" = "sign_in",
): AuditSubject {
  return makeSubject(workspaceId, via, { userId: id, name, ip });
}

/**
 * Of a program that draws a token: it counts only while the credentials do, so nothing is read again for it.
 */
export function subjectOfProgram(
  workspaceId: WorkspaceId,
  { id, name }: Account,
  { accessKey, ip }: { accessKey: string; ip: string | null },
): AuditSubject {
  return makeSubject(workspaceId, "credentials", { userId: id, name, accessKey, ip });
}

/** For an unauthenticated actor. */
export function subjectOfStranger(workspaceId: WorkspaceId, ip: string): AuditSubject {
  return makeSubject(workspaceId, "sign_in", { name: "Somebody", ip: ip || null });
}

/** For the operator's commands. */
export function subjectOfOperator(workspaceId: WorkspaceId): AuditSubject {
  return makeSubject(workspaceId, "operator", { name: "Operator" });
}

/** For automatic changes by the server. */
export function subjectOfServer(workspaceId: WorkspaceId): AuditSubject {
  return makeSubject(workspaceId, "server", { name: "Steward" });
}

function makeSubject(
  workspaceId: WorkspaceId,
  via: AuditVia,
  who: Pick<SubjectFacts, "name"> & Partial<Pick<SubjectFacts, "userId" | "accessKey" | "ip">>,
): AuditSubject {
  const facts: SubjectFacts = { workspaceId, via, userId: null, accessKey: null, ip: null, ...who };
  return facts as AuditSubject;
}

/** Writes one entry in the transaction of the change itself: if it can't be written, nothing is. */
export async function recordAudit(tx: Transaction, subject: AuditSubject, facts: AuditFacts): Promise<void> {
  await recordAuditOfEach(tx, subject, [facts]);
}

const entriesAtOnce = 200;

/** The same for many changes of one transaction, in their order. */
export async function recordAuditOfEach(
  tx: Transaction,
  subject: AuditSubject,
  changes: readonly AuditFacts[],
): Promise<void> {
  if (changes.length === 0) return;
  const head = await lockHead(tx, subject.workspaceId);
  const seal = checkHeadSeal(subject.workspaceId, head);
  if (seal === "wrong" || seal === "unknown_key") {
    log().error(
      { workspaceId: subject.workspaceId, number: head.number },
      "the recorded end of an audit log was altered",
    );
  }
  const seals = seal === "right" || seal === "none";
  for (let at = 0, last = head; at < changes.length; at += entriesAtOnce) {
    const some = changes.slice(at, at + entriesAtOnce);
    last = await writeEntries(tx, subject, some, { head: last, seals });
  }
}

/** Signs the end of a log that is older than seals, with an entry that says so. */
export async function sealLog(tx: Transaction, workspaceId: WorkspaceId): Promise<boolean> {
  const head = await lockHead(tx, workspaceId);
  if (checkHeadSeal(workspaceId, head) !== "none") return false;
  const facts = { event: "audit.sealed", after: { entries: head.number } } as const;
  await writeEntries(tx, subjectOfServer(workspaceId), [facts], { head, seals: true });
  return true;
}

/**
 * Signs the end of a log by the newest key. False where its signature is not right: a new one would hide
 * that.
 */
export async function resignLog(tx: Transaction, workspaceId: WorkspaceId): Promise<boolean> {
  const head = await lockWorkspace(tx, workspaceId);
  if (!head) return true;
  if (checkHeadSeal(workspaceId, head) !== "right") return false;
  await updateAuditSeal(tx, workspaceId, sealHead(workspaceId, head));
  return true;
}

async function writeEntries(
  tx: Transaction,
  subject: AuditSubject,
  changes: readonly AuditFacts[],
  /** A seal that is not right is left as it is: a new one over it would hide what was altered. */
  { head, seals }: { head: AuditHead; seals: boolean },
): Promise<AuditHead> {
  const entries = [];
  let last = head;
  for (const facts of changes) {
    const entry = {
      workspaceId: subject.workspaceId,
      number: last.number + 1,
      at: now(),
      event: facts.event,
      actorUserId: subject.userId,
      actorName: subject.name,
      via: subject.via,
      accessKey: subject.accessKey,
      ip: subject.ip,
      targetId: facts.targetId ?? null,
      targetName: facts.targetName ?? null,
      before: facts.before ?? null,
      after: facts.after ?? null,
      previousHash: last.hash,
    };
    const hash = auditHash(entry);
    entries.push({ ...entry, hash });
    last = { number: entry.number, hash, seal: head.seal };
  }
  const seal = seals ? sealHead(subject.workspaceId, last) : head.seal;
  await insertAuditEvent(tx, entries, seal);
  return { ...last, seal };
}

/**
 * The last entry of the workspace, locked until the transaction ends. Entries are written one after the other.
 */
async function lockHead(tx: Transaction, workspaceId: WorkspaceId): Promise<AuditHead> {
  const head = await lockWorkspace(tx, workspaceId);
  if (!head) throw new Error("A workspace has no head row.");
  return head;
}
