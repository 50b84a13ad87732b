import type { Reader, Transaction } from "@/db/client";
import {
  countQueueEntries,
  findEntryOfTask,
  findFirstEntry,
  listDefaultQueues,
  listTaskIdsInOrder,
  lockQueue,
  type QueueEntry,
} from "@/db/reads/queues";
import { findTasks, lockTask } from "@/db/reads/tasks";
import {
  deleteEntriesOfQueue,
  deleteQueueEntries,
  insertQueueEntry,
  renumberQueue,
  updateQueue,
  updateStoppedToQueued,
  updateUnqueuedTasks,
} from "@/db/writes/queues";
import { updateTask } from "@/db/writes/tasks";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import { mostEntries, moveInOrder } from "@/lib/core/resources/queue-list";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { TaskRecord } from "@/lib/core/resources/task";
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import {
  type ChangingWork,
  changingResources,
  type ResourceUser,
  reporting,
  takingResourcesAway,
} from "../writing";

const unknownTask = refusedResource("unknown_task", "There is no such task.");
export const unknownQueue = refusedResource("unknown_queue", "There is no such queue.");
const notQueued = refusedResource("not_queued", "The task is not in this queue.");
export const readOnlyQueue = refusedResource("not_modifiable", "You may see this queue, and not use it.");

/** Whose task it is an agent must know to run it in their name, whether it may read the task or not. */
export type TakenEntry = QueueEntry & { ownerUserId: UserId | undefined };

/**
 * Takes the first task out of the queue for an agent. The queue is locked while that lasts, so that many agents get
 * each task once and in order; what a process took that died before it answered is back.
 */
// Not audited: what agents ask for work is counted.
export function takeNextTask(
  caller: ApiCaller,
  { queueId, taskId }: { queueId: string; taskId?: string | undefined },
): Promise<Outcome<TakenEntry | undefined>> {
  const { workspaceId } = caller;
  return reporting(caller, async (tx, access) => {
    if (!access.mayOf("queue", "read", queueId)) return unknownQueue;
    if (!access.may("modify", queueId)) return readOnlyQueue;
    // Most agents ask an empty queue every few seconds, and lock nothing.
    if (!(await findFirstEntry(workspaceId, queueId, tx))) return done(undefined);
    if (!(await lockQueue(tx, workspaceId, queueId))) return unknownQueue;
    const entry = await findFirstEntry(workspaceId, queueId, tx);
    if (!entry || (taskId !== undefined && entry.taskId !== taskId)) return done(undefined);
    const at = now();
    await deleteQueueEntries(tx, workspaceId, [entry.taskId]);
    await updateQueue(tx, workspaceId, queueId, { updatedAt: at });
    await updateStoppedToQueued(tx, workspaceId, entry.taskId, at);
    const [task] = await findTasks(workspaceId, [entry.taskId], ["ownerUserId"], tx);
    return done({ ...entry, ownerUserId: task?.ownerUserId });
  });
}

/** Why somebody may not take a task from where it waits; nothing is told of a queue that they can’t see. */
export async function whyNotTaken(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  taskId: string,
) {
  const entry = await findEntryOfTask(workspaceId, taskId, tx);
  if (!entry || access.may("modify", entry.queueId)) return undefined;
  return refusedResource("not_modifiable", "The task waits in a queue that you may not use.");
}

/** Behind the lock of the queue, and with the task locked. From another queue it is taken. */
export async function putInQueue(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  queueId: string,
  task: TaskRecord,
): Promise<Outcome> {
  if (!(await lockQueue(tx, workspaceId, queueId))) return unknownQueue;
  const known = await findEntryOfTask(workspaceId, task.id, tx);
  if (known?.queueId === queueId)
    return refusedResource("already_queued", "The task is in this queue already.");
  const reason = await whyNotTaken(tx, workspaceId, access, task.id);
  if (reason) return reason;
  const waiting = (await countQueueEntries(workspaceId, [queueId], tx)).get(queueId) ?? 0;
  if (waiting >= mostEntries) {
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
  await deleteEntriesOfQueue(tx, workspaceId, queueId);
  await updateUnqueuedTasks(tx, workspaceId, queueId, taskIds, { reason, at: now() });
  return taskIds;
}

export type QueueWork = { queueId: string };

function changingQueue<T>(
  actor: ResourceUser,
  queueId: string,
  event: "queue.cleared" | "queue.reordered" | "task.dequeued" | "task.enqueued",
  work: (tx: Transaction, access: CallerAccess) => Promise<Outcome<T>>,
  audited: (value: T) => Record<string, unknown>,
): Promise<Outcome<T>> {
  const change: ChangingWork<T> = async (tx, revalidated, access) => {
    if (!access.mayOf("queue", "read", queueId)) return unknownQueue;
    if (!access.may("modify", queueId)) return readOnlyQueue;
    const queue = await lockQueue(tx, actor.workspaceId, queueId);
    if (!queue) return unknownQueue;
    const outcome = await work(tx, access);
    if (!outcome.ok) return outcome;
    await recordAudit(tx, subjectOf(revalidated), {
      event,
      targetId: queueId,
      targetName: queue.name,
      after: audited(outcome.value),
    });
    return outcome;
  };
  const empties = event === "queue.cleared" || event === "task.dequeued";
  return empties ? takingResourcesAway(actor, change) : changingResources(actor, change);
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
    async (tx, access) => {
      const refusal = whyNotModified(access, taskId);
      if (refusal) return refusal;
      const entry = await findEntryOfTask(workspaceId, taskId, tx);
      if (entry?.queueId !== queueId) return notQueued;
      await deleteQueueEntries(tx, workspaceId, [taskId]);
      const at = now();
      await updateQueue(tx, workspaceId, queueId, { updatedAt: at });
      const reason = "The task was removed from the queue";
      if (changesStatus) await updateUnqueuedTasks(tx, workspaceId, queueId, [taskId], { reason, at });
      return done({ removed: 1 });
    },
    () => ({ task: taskId }),
  );
}

/** Leaves the task’s status as it is: agents put a task back so that they took. */
export function addToQueue(
  actor: ResourceUser,
  { queueId, taskId, noted }: QueueWork & { taskId: string; noted: boolean },
): Promise<Outcome<{ added: number }>> {
  const { workspaceId } = actor;
  return changingQueue(
    actor,
    queueId,
    "task.enqueued",
    async (tx, access) => {
      const refusal = whyNotModified(access, taskId);
      if (refusal) return refusal;
      const task = await lockTask(tx, workspaceId, taskId);
      if (!task) return unknownTask;
      const put = await putInQueue(tx, workspaceId, access, queueId, task);
      if (!put.ok) return put;
      const execution = { ...task.execution, queue: queueId };
      if (noted) await updateTask(tx, workspaceId, taskId, { execution, updatedAt: now() });
      return done({ added: 1 });
    },
    () => ({ task: taskId }),
  );
}

function whyNotModified(access: CallerAccess, taskId: string) {
  if (!access.mayOf("task", "read", taskId)) return unknownTask;
  return access.may("modify", taskId)
    ? undefined
    : refusedResource("not_modifiable", "You may read this task, and not change it.");
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
    async (tx, access) => {
      if (!access.mayOf("task", "read", taskId)) return unknownTask;
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
