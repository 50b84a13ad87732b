import { and, eq, lt, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { workers } from "../schema/workers";

type Key = { userId: UserId; id: string };
export type WorkerFacts = Omit<typeof workers.$inferInsert, "workspaceId">;

/** One that registers again begins anew. */
export async function upsertWorker(
  tx: Transaction,
  workspaceId: WorkspaceId,
  worker: WorkerFacts,
): Promise<void> {
  const { userId: _, id: __, ...facts } = worker;
  await tx
    .insert(workers)
    .values({ ...worker, workspaceId })
    .onConflictDoUpdate({ target: [workers.workspaceId, workers.userId, workers.id], set: facts });
}

/** False where it is not registered. */
export async function updateWorker(
  tx: Transaction,
  workspaceId: WorkspaceId,
  key: Key,
  change: Partial<WorkerFacts>,
): Promise<boolean> {
  const updated = await tx
    .update(workers)
    .set(change)
    .where(ofWorker(workspaceId, key))
    .returning({ id: workers.id });
  return updated.length > 0;
}

export async function deleteWorker(tx: Transaction, workspaceId: WorkspaceId, key: Key): Promise<boolean> {
  const gone = await tx.delete(workers).where(ofWorker(workspaceId, key)).returning({ id: workers.id });
  return gone.length > 0;
}

/** Those that have been gone for a day. */
export async function deleteGoneWorkers(tx: Transaction, workspaceId: WorkspaceId, at: Date): Promise<void> {
  const gone = lt(workers.reportedAt, sql`${at.toISOString()}::timestamptz - interval '1 day'`);
  await tx.delete(workers).where(and(eq(workers.workspaceId, workspaceId), gone));
}

function ofWorker(workspaceId: WorkspaceId, { userId, id }: Key) {
  return and(eq(workers.workspaceId, workspaceId), eq(workers.userId, userId), eq(workers.id, id));
}
