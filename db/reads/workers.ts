import { and, asc, eq, gt, or, sql } from "drizzle-orm";
import type { ListScope } from "@/lib/core/access/scope";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { ListTerms } from "@/lib/core/resources/list-terms";
import { longestTimeoutSeconds } from "@/lib/core/resources/worker";
import type { Reader, Transaction } from "../client";
import { queues } from "../schema/queues";
import { workers } from "../schema/workers";
import { listFits } from "./resource-filters";

export type WorkerRecord = Omit<typeof workers.$inferSelect, "workspaceId">;
export type WorkerKey = { userId: UserId; id: string };

/** The workers that serve one of the queues in the scope, and those of the member. */
export type WorkerScope = { userId: UserId; queues: ListScope; seesAll: boolean };

export type WorkerQuery = {
  seenBy?: WorkerScope | undefined;
  /** Reported since then. */
  since?: Date | undefined;
  tags?: ListTerms | undefined;
  systemTags?: ListTerms | undefined;
  /** Of the id: `*` for any letters, `?` for one. */
  pattern?: string | undefined;
  limit: number;
};

/** Those that are not gone. */
export async function listWorkers(
  workspaceId: WorkspaceId,
  at: Date,
  query: WorkerQuery,
  on: Reader,
): Promise<WorkerRecord[]> {
  const rows = await on
    .select()
    .from(workers)
    .where(and(isLive(workspaceId, at), fits(query)))
    .orderBy(asc(workers.id), asc(workers.userId))
    .limit(query.limit);
  return rows.map(withoutWorkspace);
}

export async function countWorkers(
  workspaceId: WorkspaceId,
  at: Date,
  query: Omit<WorkerQuery, "limit">,
  on: Reader,
): Promise<{ total: number; working: number }> {
  const [counted] = await on
    .select({
      total: sql<number>`count(*)::int`,
      working: sql<number>`(count(*) filter (where ${workers.taskId} is not null))::int`,
    })
    .from(workers)
    .where(and(isLive(workspaceId, at), fits(query)));
  return counted ?? { total: 0, working: 0 };
}

export async function countWorkersOf(
  workspaceId: WorkspaceId,
  userId: UserId,
  at: Date,
  on: Reader,
): Promise<number> {
  return on.$count(workers, and(isLive(workspaceId, at), eq(workers.userId, userId)));
}

/** The workers that serve one of the queues. */
export async function listWorkersOfQueues(
  workspaceId: WorkspaceId,
  queueIds: readonly string[],
  at: Date,
  limit: number,
  on: Reader,
): Promise<WorkerRecord[]> {
  if (queueIds.length === 0) return [];
  const rows = await on
    .select()
    .from(workers)
    .where(and(isLive(workspaceId, at), sql`${workers.queueIds} && ${sql.param([...queueIds])}::text[]`))
    .orderBy(asc(workers.id), asc(workers.userId))
    .limit(limit);
  return rows.map(withoutWorkspace);
}

export async function findWorker(
  workspaceId: WorkspaceId,
  key: WorkerKey,
  at: Date,
  on: Reader,
): Promise<WorkerRecord | undefined> {
  const [row] = await on
    .select()
    .from(workers)
    .where(and(isLive(workspaceId, at), eq(workers.userId, key.userId), eq(workers.id, key.id)));
  return row && withoutWorkspace(row);
}

/** Also one that is gone; nobody else changes it until the transaction ends. */
export async function lockWorker(
  tx: Transaction,
  workspaceId: WorkspaceId,
  key: WorkerKey,
): Promise<WorkerRecord | undefined> {
  const [row] = await tx
    .select()
    .from(workers)
    .where(and(eq(workers.workspaceId, workspaceId), eq(workers.userId, key.userId), eq(workers.id, key.id)))
    .for("update");
  return row && withoutWorkspace(row);
}

/** The first of the two bounds is one that the index knows. */
function isLive(workspaceId: WorkspaceId, at: Date) {
  return and(
    eq(workers.workspaceId, workspaceId),
    gt(workers.reportedAt, new Date(at.getTime() - longestTimeoutSeconds * 1000)),
    sql`${workers.reportedAt} + make_interval(secs => ${workers.timeoutSeconds}) > ${at.toISOString()}::timestamptz`,
  );
}

function fits({ seenBy, since, tags, systemTags, pattern }: Omit<WorkerQuery, "limit">) {
  return and(
    seenBy && isSeen(seenBy),
    since && gt(workers.reportedAt, since),
    tags && listFits(workers.tags, tags),
    systemTags && listFits(workers.systemTags, systemTags),
    pattern === undefined ? undefined : sql`${workers.id} like ${likeOf(pattern)}`,
  );
}

/** Who may read every queue sees no worker that serves none, as if each queue were named to them. */
export function isSeen({ userId, queues: readable, seesAll }: WorkerScope) {
  if (seesAll) return undefined;
  const serves = readable.whole
    ? sql`exists (select 1 from ${queues} where ${queues.workspaceId} = ${workers.workspaceId}
        and ${queues.id} = any(${workers.queueIds}))`
    : sql`${workers.queueIds} && ${sql.param([...readable.ids])}::text[]`;
  return or(eq(workers.userId, userId), serves);
}

function likeOf(pattern: string): string {
  return pattern
    .replaceAll(/[\\%_]/g, "\\$&")
    .replaceAll("*", "%")
    .replaceAll("?", "_");
}

function withoutWorkspace({ workspaceId: _, ...worker }: typeof workers.$inferSelect): WorkerRecord {
  return worker;
}
