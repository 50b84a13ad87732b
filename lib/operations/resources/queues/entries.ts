import type { Reader, Transaction } from "@/db/client";
import {
  findEntryOfTask,
  findFirstEntry,
  listDefaultQueues,
  listTaskIdsInOrder,
  lockQueue,
  type QueueEntry,
} from "@/db/reads/queues";
import { lockTask } from "@/db/reads/tasks";
import { deleteQueueEntries, insertQueueEntry, renumberQueue, updateQueue } from "@/db/writes/queues";
import { updateTask } from "@/db/writes/tasks";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import { mostEntries, moveInOrder } from "@/lib/core/resources/queue-list";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { TaskRecord, TaskStatus } from "@/lib/core/resources/task";
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import { changingResources, type ResourceUser, reporting } from "../writing";

const unknownQueue = refusedResource("unknown_queue", "There is no such queue.");
const notQueued = refusedResource("not_queued", "The task is not in this queue.");
const readOnlyQueue = refusedResource("not_modifiable", "You may see this queue, and not use it.");

/**
 * Takes the first task out of the queue for an agent. The queue is locked while that lasts, so that many agents get
 * each task once and in order; what a process took that died before it answered is back.
 */
// Not audited: what agents ask for work is counted.
export function takeNextTask(
  caller: ApiCaller,
  { queueId, taskId }: { queueId: string; taskId?: string | undefined },
): Promise<Outcome<QueueEntry | undefined>> {
  const { workspaceId } = caller;
  return reporting(caller, async (tx, access) => {
    if (!access.mayOf("queue", "read", queueId)) return unknownQueue;
    if (!access.may("modify", queueId)) return readOnlyQueue;
    if (!(await lockQueue(tx, workspaceId, queueId))) return unknownQueue;
    const entry = await findFirstEntry(workspaceId, queueId, tx);
    if (!entry || (taskId !== undefined && entry.taskId !== taskId)) return done(undefined);
    await deleteQueueEntries(tx, workspaceId, [entry.taskId]);
    await updateQueue(tx, workspaceId, queueId, { updatedAt: now() });
    return done(entry);
  });
}

/** Behind the lock of the queue, and with the task locked. */
export async function putInQueue(
  tx: Transaction,
  workspaceId: WorkspaceId,
  queueId: string,
  task: TaskRecord,
): Promise<Outcome> {
  if (!(await lockQueue(tx, workspaceId, queueId))) return unknownQueue;
  const known = await findEntryOfTask(workspaceId, task.id, tx);
  if (known?.queueId === queueId)
    return refusedResource("already_queued", "The task is in this queue already.");
  const waiting = await listTaskIdsInOrder(workspaceId, queueId, tx);
  if (waiting.length >= mostEntries) {
    return refusedResource("limit_reached", `A queue holds at most ${mostEntries} tasks.`);
  }
  await deleteQueueEntries(tx, workspaceId, [task.id]);
  await insertQueueEntry(tx, workspaceId, { queueId, taskId: task.id, addedAt: now() });
  await updateQueue(tx, workspaceId, queueId, { updatedAt: now() });
  return done();
}

/** Empties a queue: its tasks become again what they were before. */
export async function unqueueAll(
  tx: Transaction,
  workspaceId: WorkspaceId,
  queueId: string,
  reason: string,
): Promise<string[]> {
  await lockQueue(tx, workspaceId, queueId);
  const taskIds = await listTaskIdsInOrder(workspaceId, queueId, tx);
  for (const taskId of taskIds) await unqueueTask(tx, workspaceId, taskId, reason);
  return taskIds;
}

async function unqueueTask(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  reason: string,
): Promise<void> {
  await deleteQueueEntries(tx, workspaceId, [taskId]);
  const task = await lockTask(tx, workspaceId, taskId);
  if (task?.status !== "queued") return;
  const { queue: _, ...execution } = task.execution;
  const status: TaskStatus = task.statusBeforeQueue ?? "created";
  const at = now();
  const texts = { statusReason: reason, statusMessage: "" };
  await updateTask(tx, workspaceId, taskId, {
    ...{ status, statusBeforeQueue: null, execution, statusChangedAt: at, updatedAt: at },
    ...texts,
  });
}

export type QueueWork = { queueId: string };

function changingQueue<T>(
  actor: ResourceUser,
  queueId: string,
  event: "queue.cleared" | "queue.reordered" | "task.dequeued" | "task.enqueued",
  work: (tx: Transaction) => Promise<Outcome<T>>,
  audited: (value: T) => Record<string, unknown>,
): Promise<Outcome<T>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    if (!access.mayOf("queue", "read", queueId)) return unknownQueue;
    if (!access.may("modify", queueId)) return readOnlyQueue;
    const queue = await lockQueue(tx, actor.workspaceId, queueId);
    if (!queue) return unknownQueue;
    const outcome = await work(tx);
    if (!outcome.ok) return outcome;
    await recordAudit(tx, subjectOf(revalidated), {
      event,
      targetId: queueId,
      targetName: queue.name,
      after: audited(outcome.value),
    });
    return outcome;
  });
}

export function clearQueue(
  actor: ResourceUser,
  { queueId }: QueueWork,
): Promise<Outcome<{ taskIds: string[] }>> {
  const reason = "The queue was cleared";
  return changingQueue(
    actor,
    queueId,
    "queue.cleared",
    async (tx) => done({ taskIds: await unqueueAll(tx, actor.workspaceId, queueId, reason) }),
    ({ taskIds }) => ({ tasks: taskIds.length }),
  );
}

export function removeFromQueue(
  actor: ResourceUser,
  { queueId, taskId, changesStatus }: QueueWork & { taskId: string; changesStatus: boolean },
): Promise<Outcome<{ removed: number }>> {
  const { workspaceId } = actor;
  return changingQueue(
    actor,
    queueId,
    "task.dequeued",
    async (tx) => {
      const entry = await findEntryOfTask(workspaceId, taskId, tx);
      if (entry?.queueId !== queueId) return notQueued;
      if (changesStatus) await unqueueTask(tx, workspaceId, taskId, "Task was removed from the queue");
      else await deleteQueueEntries(tx, workspaceId, [taskId]);
      return done({ removed: 1 });
    },
    () => ({ task: taskId }),
  );
}

/** The position after the move. */
export function moveInQueue(
  actor: ResourceUser,
  { queueId, taskId, by }: QueueWork & { taskId: string; by: number },
): Promise<Outcome<{ position: number }>> {
  const { workspaceId } = actor;
  return changingQueue(
    actor,
    queueId,
    "queue.reordered",
    async (tx) => {
      const ids = await listTaskIdsInOrder(workspaceId, queueId, tx);
      if (!ids.includes(taskId)) return notQueued;
      const { ids: order, position } = moveInOrder(ids, taskId, by);
      await renumberQueue(tx, workspaceId, queueId, order);
      return done({ position });
    },
    ({ position }) => ({ task: taskId, position }),
  );
}

/** The queue with the system tag `default` that whoever asks may see. */
export async function findDefaultQueueIn(
  on: Reader,
  workspaceId: WorkspaceId,
  access: CallerAccess,
): Promise<Outcome<string>> {
  const found = await listDefaultQueues(workspaceId, on);
  const [first, second] = found.filter(({ id }) => access.mayOf("queue", "read", id));
  if (!first) return refusedResource("no_default_queue", "No queue has the system tag default.");
  if (second) return refusedResource("several_default_queues", "Several queues have the system tag default.");
  return done(first.id);
}
