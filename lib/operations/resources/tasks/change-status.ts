import type { Transaction } from "@/db/client";
import { deleteFilesOfTasks } from "@/db/writes/files";
import { deleteQueueEntries } from "@/db/writes/queues";
import { deleteReportsOfTasks } from "@/db/writes/task-reports";
import { deleteTasks as deleteTaskRows } from "@/db/writes/tasks";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { TaskRecord } from "@/lib/core/resources/task";
import type { TaskEdit } from "@/lib/core/resources/task-edits";
import {
  archives,
  leavesQueue,
  queues,
  resets,
  type StatusWords,
  whyNotDeleted,
} from "@/lib/core/resources/task-flow";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import type { Revalidated } from "../../rights/revalidate-actor";
import { deleteReportedFiles } from "../files/delete-reported-files";
import { findDefaultQueueIn, putInQueue } from "../queues/entries";
import { createQueueIn, findQueueIdIn } from "../queues/queues";
import { changingResources, type ResourceUser } from "../writing";
import { type EditedTask, editTaskIn, lockTaskToModify } from "./edit-tasks";

type StatusEvent =
  | "task.status_changed"
  | "task.archived"
  | "task.restored"
  | "task.enqueued"
  | "task.dequeued";

type Asked = { tx: Transaction; revalidated: Revalidated<"resources.use">; access: CallerAccess };

/** Commands that change the status of a task, with what the audit log says of them. */
async function commandIn(
  { tx, revalidated, access }: Asked,
  taskId: string,
  event: StatusEvent,
  edit: TaskEdit,
  after: Record<string, unknown> = {},
): Promise<Outcome<EditedTask>> {
  const edited = await editTaskIn(tx, revalidated.workspaceId, access, taskId, edit);
  if (!edited.ok || edited.value.updated === 0) return edited;
  const { task, change } = edited.value;
  const leaves = task.status === "queued" && change.status !== undefined && change.status !== "queued";
  if (leaves) await deleteQueueEntries(tx, revalidated.workspaceId, [taskId]);
  await recordAudit(tx, subjectOf(revalidated), {
    event,
    targetId: taskId,
    targetName: task.name,
    before: { status: task.status },
    after: { status: change.status ?? task.status, ...after },
  });
  return edited;
}

/** Stops, closes, publishes and the like. */
export function changeTaskStatus(
  actor: ResourceUser,
  taskId: string,
  edit: TaskEdit,
): Promise<Outcome<EditedTask>> {
  return changingResources(actor, (tx, revalidated, access) =>
    commandIn({ tx, revalidated, access }, taskId, "task.status_changed", edit),
  );
}

/** Takes it from its queue as well. */
export function archiveTask(
  actor: ResourceUser,
  taskId: string,
  words: StatusWords,
): Promise<Outcome<EditedTask>> {
  return changingResources(actor, (tx, revalidated, access) =>
    commandIn({ tx, revalidated, access }, taskId, "task.archived", archives(words)),
  );
}

export function restoreTask(
  actor: ResourceUser,
  taskId: string,
  edit: TaskEdit,
): Promise<Outcome<EditedTask>> {
  return changingResources(actor, (tx, revalidated, access) =>
    commandIn({ tx, revalidated, access }, taskId, "task.restored", edit),
  );
}

export type QueueChoice = { queueId?: string | undefined; queueName?: string | undefined };

/** By id or by name; an unknown name makes the queue, and no choice means the default queue. */
export function enqueueTask(
  actor: ResourceUser,
  taskId: string,
  choice: QueueChoice,
  words: StatusWords,
): Promise<Outcome<EditedTask & { queueId: string }>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    const found = await lockTaskToModify(tx, actor.workspaceId, access, taskId);
    if (!found.ok) return found;
    const queue = await chooseQueue({ tx, revalidated, access }, choice);
    if (!queue.ok) return queue;
    const { id: queueId, isNew } = queue.value;
    // A queue that was just made is its maker's to use, though the engine knows nothing of it yet.
    if (!isNew && !access.may("modify", queueId)) {
      return refusedResource("not_modifiable", "You may see this queue, and not use it.");
    }
    const edit = queues(words, queueId);
    const changed = edit(found.value);
    if (!changed.ok) return changed;
    const put = await putInQueue(tx, actor.workspaceId, queueId, found.value);
    if (!put.ok) return put;
    const edited = await commandIn({ tx, revalidated, access }, taskId, "task.enqueued", edit, {
      queue: queueId,
    });
    return edited.ok ? done({ ...edited.value, queueId }) : edited;
  });
}

async function chooseQueue(
  { tx, revalidated, access }: Asked,
  { queueId, queueName }: QueueChoice,
): Promise<Outcome<{ id: string; isNew: boolean }>> {
  const unknown = refusedResource("unknown_queue", "There is no such queue.");
  if (queueId && queueName) {
    return refusedResource("conflicting_values", "Name a queue by its id or by its name.");
  }
  if (queueId) return access.mayOf("queue", "read", queueId) ? done({ id: queueId, isNew: false }) : unknown;
  const { workspaceId } = revalidated;
  if (!queueName) {
    const standard = await findDefaultQueueIn(tx, workspaceId, access);
    return standard.ok ? done({ id: standard.value, isNew: false }) : standard;
  }
  const known = await findQueueIdIn(tx, workspaceId, queueName);
  if (known !== undefined) {
    return access.mayOf("queue", "read", known) ? done({ id: known, isNew: false }) : unknown;
  }
  const created = await createQueueIn(tx, revalidated, access, { name: queueName });
  return created.ok ? done({ id: created.value.id, isNew: true }) : created;
}

/** Of a task that waits nowhere, nothing changes. */
export function dequeueTask(
  actor: ResourceUser,
  taskId: string,
  words: StatusWords,
  status: Parameters<typeof leavesQueue>[1],
): Promise<Outcome<EditedTask>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    const edited = await commandIn(
      { tx, revalidated, access },
      taskId,
      "task.dequeued",
      leavesQueue(words, status),
    );
    if (edited.ok) await deleteQueueEntries(tx, actor.workspaceId, [taskId]);
    return edited;
  });
}

/** What it reported goes, with the files of its debug samples and of the artifacts that it loses. */
export function resetTask(
  actor: ResourceUser,
  taskId: string,
  words: StatusWords,
  clearsAll: boolean,
): Promise<Outcome<EditedTask & { dequeued: number }>> {
  const { workspaceId } = actor;
  return changingResources(actor, async (tx, revalidated, access) => {
    const edited = await commandIn(
      { tx, revalidated, access },
      taskId,
      "task.status_changed",
      resets(words, clearsAll),
    );
    if (!edited.ok) return edited;
    const dequeued = await deleteQueueEntries(tx, workspaceId, [taskId]);
    const before = edited.value.task.artifacts;
    const kept = edited.value.change.artifacts ?? before;
    await deleteReportedFiles(tx, workspaceId, taskId, { before, kept });
    await deleteReportsOfTasks(tx, workspaceId, [taskId]);
    return done({ ...edited.value, dequeued });
  });
}

export type DeletedTask = { task: TaskRecord };

/** With everything that it reported and uploaded. */
export function deleteTask(
  actor: ResourceUser,
  taskId: string,
  force: boolean,
): Promise<Outcome<DeletedTask>> {
  return changingResources(actor, (tx, revalidated, access) =>
    deleteTaskIn(tx, revalidated, access, taskId, force),
  );
}

export async function deleteTaskIn(
  tx: Transaction,
  revalidated: Revalidated<"resources.use">,
  access: CallerAccess,
  taskId: string,
  force: boolean,
): Promise<Outcome<DeletedTask>> {
  const { workspaceId } = revalidated;
  const found = await lockTaskToModify(tx, workspaceId, access, taskId);
  if (!found.ok) return found;
  const reason = whyNotDeleted(found.value, force);
  if (!reason.ok) return reason;
  await deleteFilesOfTasks(tx, workspaceId, [taskId]);
  await deleteTaskRows(tx, workspaceId, [taskId]);
  const { name, status, projectId } = found.value;
  await recordAudit(tx, subjectOf(revalidated), {
    event: "task.deleted",
    targetId: taskId,
    targetName: name,
    before: { name, status, project: projectId },
  });
  return done({ task: found.value });
}
