import { and, eq, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import type { WorkerKey } from "../reads/workers";
import { workers } from "../schema/workers";

export type NewWorker = Omit<typeof workers.$inferInsert, "workspaceId">;
export type WorkerChange = Partial<Omit<NewWorker, "id" | "userId">>;

/** Takes the place of the same worker, whose properties stay. */
export async function upsertWorker(
  tx: Transaction,
  workspaceId: WorkspaceId,
  worker: NewWorker,
): Promise<void> {
  const { id: _, userId: __, ...change } = worker;
  await tx
    .insert(workers)
    .values({ ...worker, workspaceId })
    .onConflictDoUpdate({ target: [workers.workspaceId, workers.userId, workers.id], set: change });
}

export async function updateWorker(
  tx: Transaction,
  workspaceId: WorkspaceId,
  key: WorkerKey,
  change: WorkerChange,
): Promise<void> {
  await tx.update(workers).set(change).where(ofKey(workspaceId, key));
}

export async function deleteWorker(tx: Transaction, workspaceId: WorkspaceId, key: WorkerKey): Promise<void> {
  await tx.delete(workers).where(ofKey(workspaceId, key));
}

/** Some of those that reported last before then; others that delete the same at this moment are not waited for. */
export async function deleteSilentWorkers(
  tx: Transaction,
  workspaceId: WorkspaceId,
  before: Date,
): Promise<void> {
  await tx.execute(sql`
    delete from workers w using (
      select user_id, id from workers
      where workspace_id = ${workspaceId} and reported_at < ${before.toISOString()}::timestamptz
      order by reported_at limit 100 for update skip locked
    ) silent
    where w.workspace_id = ${workspaceId} and w.user_id = silent.user_id and w.id = silent.id`);
}

function ofKey(workspaceId: WorkspaceId, { userId, id }: WorkerKey) {
  return and(eq(workers.workspaceId, workspaceId), eq(workers.userId, userId), eq(workers.id, id));
}
