import type { Transaction } from "@/db/client";
import { listChildIds } from "@/db/reads/tasks";
import { deleteQueueEntries } from "@/db/writes/queues";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { TaskEdit } from "@/lib/core/resources/task-edits";
import { archives, restores, type StatusWords, stops } from "@/lib/core/resources/task-flow";
import { mostSteps } from "@/lib/core/resources/task-outputs";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import type { Revalidated } from "../../rights/revalidate-actor";
import {
  allOrNone,
  type ChangingWork,
  changingResources,
  type ResourceUser,
  takingResourcesAway,
} from "../writing";
import { type EditedTask, editTaskIn, lockTaskToModify } from "./edit-tasks";

type StatusEvent =
  | "task.status_changed"
  | "task.archived"
  | "task.restored"
  | "task.enqueued"
  | "task.dequeued";

/** What somebody commands, behind the locks of its transaction. */
export type Command = { tx: Transaction; revalidated: Revalidated<"resources.use">; access: CallerAccess };

/** With what the audit log says of it. A task that waits no more leaves its queue, whoever may use that. */
export async function changeStatusIn(
  { tx, revalidated, access }: Command,
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

/** The steps of a pipeline that the actor may modify; other tasks have none. */
export async function listStepIds(
  { tx, revalidated, access }: Command,
  taskId: string,
): Promise<Outcome<string[]>> {
  const { workspaceId } = revalidated;
  const found = await lockTaskToModify(tx, workspaceId, access, taskId);
  if (!found.ok) return found;
  if (found.value.type !== "controller") return done([]);
  const steps = await listChildIds(workspaceId, taskId, { most: mostSteps + 1 }, tx);
  if (steps.length > mostSteps) {
    return refusedResource("limit_reached", `The pipeline has more than ${mostSteps} steps.`);
  }
  return done(steps.filter((id) => access.mayOf("task", "modify", id)));
}

/** Of a pipeline all of its steps or none, these by force. */
function changeWithSteps(
  actor: ResourceUser,
  taskId: string,
  event: StatusEvent,
  editOf: (words: StatusWords) => TaskEdit,
  words: StatusWords,
  withSteps: boolean,
): Promise<Outcome<EditedTask>> {
  const work: ChangingWork<EditedTask> = (tx, revalidated, access) =>
    allOrNone<EditedTask>(tx, async (part) => {
      const command = { tx: part, revalidated, access };
      const steps = withSteps ? await listStepIds(command, taskId) : done([]);
      if (!steps.ok) return steps;
      for (const id of steps.value) {
        const edited = await changeStatusIn(command, id, event, editOf({ ...words, force: true }));
        if (!edited.ok) return edited;
      }
      return changeStatusIn(command, taskId, event, editOf(words));
    });
  return event === "task.restored" ? changingResources(actor, work) : takingResourcesAway(actor, work);
}

/** Closes and the like. */
export function changeTaskStatus(
  actor: ResourceUser,
  taskId: string,
  edit: TaskEdit,
): Promise<Outcome<EditedTask>> {
  return takingResourcesAway(actor, (tx, revalidated, access) =>
    changeStatusIn({ tx, revalidated, access }, taskId, "task.status_changed", edit),
  );
}

export function stopTask(
  actor: ResourceUser,
  taskId: string,
  words: StatusWords,
  withSteps = false,
): Promise<Outcome<EditedTask>> {
  const editOf = (said: StatusWords) => stops(said, actor.name);
  return changeWithSteps(actor, taskId, "task.status_changed", editOf, words, withSteps);
}

export function archiveTask(
  actor: ResourceUser,
  taskId: string,
  words: StatusWords,
  withSteps = false,
): Promise<Outcome<EditedTask>> {
  return changeWithSteps(actor, taskId, "task.archived", archives, words, withSteps);
}

export function restoreTask(
  actor: ResourceUser,
  taskId: string,
  words: StatusWords,
  withSteps = false,
): Promise<Outcome<EditedTask>> {
  return changeWithSteps(actor, taskId, "task.restored", restores, words, withSteps);
}
