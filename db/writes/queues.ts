import { and, eq, inArray, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { isAmong } from "../reads/resource-filters";
import { queueEntries, queues } from "../schema/queues";
import { tasks } from "../schema/tasks";
import { recordNewObjects, recordRemovals } from "./access-changes";
import { deleteRulesAbout } from "./access-rules";

export type NewQueue = Omit<typeof queues.$inferInsert, "workspaceId">;
export type QueueChange = Partial<
  Pick<NewQueue, "name" | "displayName" | "tags" | "systemTags" | "metadata" | "updatedAt">
>;

export async function insertQueue(tx: Transaction, workspaceId: WorkspaceId, queue: NewQueue): Promise<void> {
  await tx.insert(queues).values({ ...queue, workspaceId });
  await recordNewObjects(tx, workspaceId, "queue", [{ id: queue.id, parent: null }]);
}

export async function updateQueue(
  tx: Transaction,
  workspaceId: WorkspaceId,
  id: string,
  change: QueueChange,
): Promise<void> {
  await tx
    .update(queues)
    .set(change)
    .where(and(eq(queues.workspaceId, workspaceId), eq(queues.id, id)));
}

export async function deleteQueue(tx: Transaction, workspaceId: WorkspaceId, id: string): Promise<void> {
  await deleteRulesAbout(tx, workspaceId, [id]);
  await tx.delete(queues).where(and(eq(queues.workspaceId, workspaceId), eq(queues.id, id)));
  await recordRemovals(tx, workspaceId, [id]);
}

/** At the end of a queue that is locked. */
export async function insertQueueEntry(
  tx: Transaction,
  workspaceId: WorkspaceId,
  entry: { queueId: string; taskId: string; addedAt: Date },
): Promise<void> {
  const { queueId } = entry;
  const next = sql<number>`(
    select coalesce(max(e.place), 0) + 1 from queue_entries e
    where e.workspace_id = ${workspaceId} and e.queue_id = ${queueId}
  )`;
  await tx.insert(queueEntries).values({ ...entry, workspaceId, place: next });
}

/** Whether they were in a queue. */
export async function deleteQueueEntries(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
): Promise<number> {
  if (taskIds.length === 0) return 0;
  const gone = await tx
    .delete(queueEntries)
    .where(and(eq(queueEntries.workspaceId, workspaceId), inArray(queueEntries.taskId, [...taskIds])));
  return gone.count;
}

/** Of a queue that is locked. */
export async function deleteEntriesOfQueue(
  tx: Transaction,
  workspaceId: WorkspaceId,
  queueId: string,
): Promise<void> {
  await tx
    .delete(queueEntries)
    .where(and(eq(queueEntries.workspaceId, workspaceId), eq(queueEntries.queueId, queueId)));
}

/** Those of the tasks that still wait for this queue become again what they were before. */
export async function updateUnqueuedTasks(
  tx: Transaction,
  workspaceId: WorkspaceId,
  queueId: string,
  taskIds: readonly string[],
  { reason, at }: { reason: string; at: Date },
): Promise<void> {
  await tx
    .update(tasks)
    .set({
      status: sql`coalesce(${tasks.statusBeforeQueue}, 'created')`,
      statusBeforeQueue: null,
      execution: sql`${tasks.execution} - 'queue'`,
      ...{ statusReason: reason, statusMessage: "", statusChangedAt: at, updatedAt: at },
    })
    .where(
      and(
        eq(tasks.workspaceId, workspaceId),
        isAmong(tasks.id, taskIds),
        eq(tasks.status, "queued"),
        sql`${tasks.execution} ->> 'queue' = ${queueId}`,
      ),
    );
}

/** An agent that hears late that its task was stopped may stop it again after somebody has put it in a queue. */
export async function updateStoppedToQueued(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  at: Date,
): Promise<void> {
  await tx
    .update(tasks)
    .set({ status: "queued", statusChangedAt: at, updatedAt: at })
    .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, taskId), eq(tasks.status, "stopped")));
}

/** Numbers the tasks of a queue that is locked as they are listed. */
export async function renumberQueue(
  tx: Transaction,
  workspaceId: WorkspaceId,
  queueId: string,
  taskIds: readonly string[],
): Promise<void> {
  const ofQueue = and(eq(queueEntries.workspaceId, workspaceId), eq(queueEntries.queueId, queueId));
  // Past all places first, so that no two entries have one for a moment.
  const [last] = await tx
    .select({ place: sql<number>`coalesce(max(${queueEntries.place}), 0)`.mapWith(Number) })
    .from(queueEntries)
    .where(ofQueue);
  const numbers = sql`(
    select id, ordinality from unnest(${sql.param([...taskIds])}::text[]) with ordinality as listed (id, ordinality)
  )`;
  await tx.execute(sql`
    update queue_entries e set place = ${last?.place ?? 0} + n.ordinality from ${numbers} n
    where e.workspace_id = ${workspaceId} and e.queue_id = ${queueId} and e.task_id = n.id`);
}
