import { and, asc, eq, gt, gte } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { auditEvents } from "../schema/audit-events";
import { workspaceHeads, workspaces } from "../schema/workspaces";
import { isAmong } from "./resource-filters";

export type AuditEntry = typeof auditEvents.$inferSelect;

/** Entries in order, after the one numbered `after`. */
export function listAuditEvents(
  workspaceId: WorkspaceId,
  after: number,
  limit: number,
  on: Reader = db(),
): Promise<AuditEntry[]> {
  return on
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, workspaceId), gt(auditEvents.number, after)))
    .orderBy(asc(auditEvents.number))
    .limit(limit);
}

/** Those of the tasks that the user deleted since then. */
export async function listTasksDeletedBy(
  workspaceId: WorkspaceId,
  userId: UserId,
  taskIds: readonly string[],
  since: Date,
  on: Reader,
): Promise<string[]> {
  if (taskIds.length === 0) return [];
  const rows = await on
    .select({ id: auditEvents.targetId })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.workspaceId, workspaceId),
        eq(auditEvents.event, "task.deleted"),
        gte(auditEvents.at, since),
        eq(auditEvents.actorUserId, userId),
        isAmong(auditEvents.targetId, taskIds),
      ),
    );
  return rows.flatMap(({ id }) => id ?? []);
}

export type AuditLogName = { workspaceId: WorkspaceId; name: string };

/** Every workspace's log, some at a time: for the operator. */
export function listAuditLogs(after: string, limit: number): Promise<AuditLogName[]> {
  return db()
    .select({ workspaceId: workspaces.id, name: workspaces.name })
    .from(workspaces)
    .where(gt(workspaces.id, after as WorkspaceId))
    .orderBy(asc(workspaces.id))
    .limit(limit);
}

export async function findAuditHead(
  workspaceId: WorkspaceId,
  on: Reader,
): Promise<{ number: number; hash: string; seal: string } | undefined> {
  const [row] = await on
    .select({
      number: workspaceHeads.auditNumber,
      hash: workspaceHeads.auditHash,
      seal: workspaceHeads.auditSeal,
    })
    .from(workspaceHeads)
    .where(eq(workspaceHeads.workspaceId, workspaceId));
  return row;
}

/** Those whose end carries no seal, over all workspaces: from before there were seals. */
export async function listUnsealedLogs(after: string, limit: number): Promise<WorkspaceId[]> {
  const rows = await db()
    .select({ workspaceId: workspaceHeads.workspaceId })
    .from(workspaceHeads)
    .where(and(eq(workspaceHeads.auditSeal, ""), gt(workspaceHeads.workspaceId, after as WorkspaceId)))
    .orderBy(workspaceHeads.workspaceId)
    .limit(limit);
  return rows.map(({ workspaceId }) => workspaceId);
}
