import { deleteQueueEntries } from "@/db/writes/queues";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { TaskStatus } from "@/lib/core/resources/task";
import { leavesQueue, queues, type StatusWords } from "@/lib/core/resources/task-flow";
import { findDefaultQueueIn, putInQueue, readOnlyQueue, unknownQueue, whyNotTaken } from "../queues/entries";
import { createQueueIn, findQueueIdIn } from "../queues/queues";
import { allOrNone, changingResources, type ResourceUser, takingResourcesAway } from "../writing";
import { type Command, changeStatusIn } from "./change-status";
import { type EditedTask, lockTaskToModify } from "./edit-tasks";

export type QueueChoice = {
  queueId?: string | undefined;
  queueName?: string | undefined;
  /** Whether the task goes on naming the queue that it waits in. */
  keepsName?: boolean | undefined;
};

export type QueuedTask = EditedTask & { queueId: string };

/** By id or by name; an unknown name makes the queue, and no choice means the default queue. */
export function enqueueTask(
  actor: ResourceUser,
  taskId: string,
  { keepsName, ...choice }: QueueChoice,
  words: StatusWords,
): Promise<Outcome<QueuedTask>> {
  return changingResources(actor, (tx, revalidated, access) =>
    allOrNone<QueuedTask>(tx, async (part) => {
      const command = { tx: part, revalidated, access };
      const found = await lockTaskToModify(part, actor.workspaceId, access, taskId);
      if (!found.ok) return found;
      const queue = await chooseQueue(command, choice);
      if (!queue.ok) return queue;
      const queueId = queue.value;
      const edit = queues(words, queueId, keepsName);
      const allowed = edit(found.value);
      if (!allowed.ok) return allowed;
      const put = await putInQueue(part, actor.workspaceId, access, queueId, found.value);
      if (!put.ok) return put;
      const edited = await changeStatusIn(command, taskId, "task.enqueued", edit, { queue: queueId });
      return edited.ok ? done({ ...edited.value, queueId }) : edited;
    }),
  );
}

async function chooseQueue(
  { tx, revalidated, access }: Command,
  { queueId, queueName }: QueueChoice,
): Promise<Outcome<string>> {
  if (queueId && queueName) {
    return refusedResource("conflicting_values", "Name a queue by its id or by its name.");
  }
  const { workspaceId } = revalidated;
  if (!queueId && queueName) {
    const known = await findQueueIdIn(tx, workspaceId, queueName);
    // Who can’t see it is answered as if there were none: those who make queues see all of them.
    if (known === undefined || !access.mayOf("queue", "read", known)) {
      return createQueueToUse({ tx, revalidated, access }, queueName);
    }
    return access.may("modify", known) ? done(known) : readOnlyQueue;
  }
  const chosen = queueId ? done(queueId) : await findDefaultQueueIn(tx, workspaceId, access);
  if (!chosen.ok) return chosen;
  if (!access.mayOf("queue", "read", chosen.value)) return unknownQueue;
  return access.may("modify", chosen.value) ? chosen : readOnlyQueue;
}

/** Who makes a queue may use it only by a rule on all queues, or as an administrator. */
async function createQueueToUse(
  { tx, revalidated, access }: Command,
  name: string,
): Promise<Outcome<string>> {
  const created = await createQueueIn(tx, revalidated, access, { name });
  if (!created.ok) return created;
  return access.scope("modify", "queue").whole ? done(created.value.id) : readOnlyQueue;
}

/** Of a task that waits nowhere, nothing changes. */
export function dequeueTask(
  actor: ResourceUser,
  taskId: string,
  words: StatusWords,
  status: TaskStatus | undefined,
): Promise<Outcome<EditedTask>> {
  const { workspaceId } = actor;
  return takingResourcesAway(actor, async (tx, revalidated, access) => {
    const found = await lockTaskToModify(tx, workspaceId, access, taskId);
    if (!found.ok) return found;
    const reason = await whyNotTaken(tx, workspaceId, access, taskId);
    if (reason) return reason;
    const edit = leavesQueue(words, status);
    const edited = await changeStatusIn({ tx, revalidated, access }, taskId, "task.dequeued", edit);
    if (edited.ok) await deleteQueueEntries(tx, workspaceId, [taskId]);
    return edited;
  });
}
