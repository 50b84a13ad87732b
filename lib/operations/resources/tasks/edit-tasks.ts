import type { Transaction } from "@/db/client";
import { lockTask } from "@/db/reads/tasks";
import { touchProjects } from "@/db/writes/projects";
import { updateTask, updateTaskProjects } from "@/db/writes/tasks";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { TaskChange, TaskRecord } from "@/lib/core/resources/task";
import { isTooLarge, newlyLinkedModels, type TaskEdit } from "@/lib/core/resources/task-edits";
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import type { Revalidated } from "../../rights/revalidate-actor";
import { allOrNone, changingResources, type ResourceUser, reporting } from "../writing";
import { externalBytesIn, takeForArtifacts } from "./external-bytes-in";

export const unknownTask = refusedResource("unknown_task", "There is no such task.");
export const unknownParent = refusedResource("unknown_task", "There is no such parent.");
const readOnly = refusedResource("not_modifiable", "You may read this task, and not change it.");

export type EditedTask = { updated: number; task: TaskRecord; change: TaskChange };

/** Behind the locks of the transaction: the task as it is there, and whether it may be changed. */
export async function lockTaskToModify(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  taskId: string,
): Promise<Outcome<TaskRecord>> {
  if (!access.mayOf("task", "read", taskId)) return unknownTask;
  if (!access.may("modify", taskId)) return readOnly;
  const task = await lockTask(tx, workspaceId, taskId);
  return task ? done(task) : unknownTask;
}

export async function editTaskIn(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  taskId: string,
  edit: TaskEdit,
): Promise<Outcome<EditedTask>> {
  const found = await lockTaskToModify(tx, workspaceId, access, taskId);
  if (!found.ok) return found;
  const task = found.value;
  const changed = edit(task);
  if (!changed.ok) return changed;
  const { projectId = task.projectId, ...change } = changed.value;
  const reason = whyNotChanged(access, task, change);
  if (reason) return reason;
  const sized = externalBytesIn(change);
  const full = await takeForArtifacts(tx, workspaceId, sized, task);
  if (full) return full;
  const at = now();
  if (projectId !== task.projectId) {
    const place = whyNotThere(access, taskId, projectId);
    if (place) return place;
    await updateTaskProjects(tx, workspaceId, [taskId], projectId);
    await touchProjects(tx, workspaceId, [task.projectId, projectId], at);
  }
  if (Object.keys(changed.value).length === 0) return done({ updated: 0, task, change: {} });
  const complete = { ...change, updatedAt: at };
  await updateTask(tx, workspaceId, taskId, { ...complete, ...sized });
  return done({ updated: 1, task, change: { ...changed.value, ...complete } });
}

/** What a task names anew must be what whoever changes it can see; what it named before may be gone. */
function whyNotChanged(access: CallerAccess, task: TaskRecord, change: TaskChange) {
  const { parentId } = change;
  if (parentId !== task.parentId && (parentId === task.id || !mayHaveParent(access, parentId))) {
    return unknownParent;
  }
  if (!mayLinkModels(access, change, task)) {
    return refusedResource("unknown_model", "There is no such model.");
  }
  if (isTooLarge(change, task)) {
    return refusedResource("limit_reached", "The task would be larger than 4 MB.");
  }
  return undefined;
}

export function whyNotThere(access: CallerAccess, taskId: string, projectId: string | null) {
  if (projectId !== null && !access.mayOf("project", "read", projectId)) {
    return refusedResource("unknown_project", "There is no such project.");
  }
  if (access.mayMove(taskId, projectId)) return undefined;
  return refusedResource("not_modifiable", "You may not put tasks there.");
}

/** What a program says of a task that it runs. */
// Not audited: what programs report of their tasks is counted.
export function reportTask(caller: ApiCaller, taskId: string, edit: TaskEdit): Promise<Outcome<EditedTask>> {
  return reporting(caller, (tx, access) => editTaskIn(tx, caller.workspaceId, access, taskId, edit));
}

/** What stands in the audit log: names and tags, and which other fields changed. */
export function auditedFields(source: TaskRecord | TaskChange, changed: TaskChange): Record<string, unknown> {
  const { name, tags, systemTags, projectId, parentId, status, comment } = source;
  const all = { name, tags, systemTags, project: projectId, parent: parentId, status, comment };
  const keys = new Set(Object.keys(changed).map((key) => key.replace(/Id$/, "")));
  return Object.fromEntries(Object.entries(all).filter(([key]) => keys.has(key)));
}

export function editTask(actor: ResourceUser, taskId: string, edit: TaskEdit): Promise<Outcome<EditedTask>> {
  return changingResources(actor, (tx, revalidated, access) =>
    editAudited(tx, revalidated, access, taskId, edit),
  );
}

/** All of them or none. */
export function editTasks(
  actor: ResourceUser,
  edits: readonly { taskId: string; edit: TaskEdit }[],
): Promise<Outcome<{ updated: number }>> {
  return changingResources(actor, (tx, revalidated, access) =>
    allOrNone(tx, async (savepoint) => {
      let updated = 0;
      for (const { taskId, edit } of edits) {
        const edited = await editAudited(savepoint, revalidated, access, taskId, edit);
        if (!edited.ok) return edited;
        updated += edited.value.updated;
      }
      return done({ updated });
    }),
  );
}

async function editAudited(
  tx: Transaction,
  actor: Revalidated,
  access: CallerAccess,
  taskId: string,
  edit: TaskEdit,
): Promise<Outcome<EditedTask>> {
  const edited = await editTaskIn(tx, actor.workspaceId, access, taskId, edit);
  if (!edited.ok || edited.value.updated === 0) return edited;
  const { task, change } = edited.value;
  const { updatedAt: _, ...fields } = change;
  await recordAudit(tx, subjectOf(actor), {
    event: "task.edited",
    targetId: taskId,
    targetName: task.name,
    before: auditedFields(task, fields),
    after: auditedFields(change, fields),
  });
  return edited;
}

/** Whether the parent of a new or changed task is one that whoever names it can see. */
export function mayHaveParent(access: CallerAccess, parentId: string | null | undefined): boolean {
  return parentId == null || access.mayOf("task", "read", parentId);
}

export function mayLinkModels(
  access: CallerAccess,
  change: TaskChange,
  before: Pick<TaskRecord, "models">,
): boolean {
  return newlyLinkedModels(change, before).every((id) => access.mayOf("model", "read", id));
}
