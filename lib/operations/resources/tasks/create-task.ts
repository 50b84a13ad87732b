import { lockTask } from "@/db/reads/tasks";
import { touchProjects } from "@/db/writes/projects";
import { insertTasks } from "@/db/writes/tasks";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { TaskChange, TaskRecord, TaskType } from "@/lib/core/resources/task";
import { clonedFields, isTooLarge } from "@/lib/core/resources/task-edits";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import { changingResources, type ResourceUser } from "../writing";
import { mayHaveParent, mayLinkModels, unknownParent, unknownTask } from "./edit-tasks";

export type TaskToCreate = TaskChange & { name: string; type: TaskType };

/** Why a task like this can't be made by whoever asks; also for asking without making it. */
export function whyNotCreated(access: CallerAccess, task: TaskChange) {
  const { projectId = null, parentId } = task;
  if (projectId !== null && !access.mayOf("project", "read", projectId)) {
    return refusedResource("unknown_project", "There is no such project.");
  }
  if (!access.mayCreate("task", projectId)) {
    return refusedResource("not_modifiable", "You may not create tasks there.");
  }
  if (!mayHaveParent(access, parentId)) return unknownParent;
  if (!mayLinkModels(access, task, { models: {} })) {
    return refusedResource("unknown_model", "There is no such model.");
  }
  if (isTooLarge(task)) return refusedResource("limit_reached", "The task is larger than 4 MB.");
  return undefined;
}

export function createTask(actor: ResourceUser, wanted: TaskToCreate): Promise<Outcome<{ id: string }>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    const reason = whyNotCreated(access, wanted);
    if (reason) return reason;
    const id = newId();
    const at = now();
    await insertTasks(tx, actor.workspaceId, [{ ...newTaskFields(actor, at), ...wanted, id }]);
    await touchProjects(tx, actor.workspaceId, [wanted.projectId], at);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "task.created",
      targetId: id,
      targetName: wanted.name,
      after: { name: wanted.name, type: wanted.type, project: wanted.projectId ?? null },
    });
    return done({ id });
  });
}

function newTaskFields(actor: ResourceUser, at: Date) {
  const times = { createdAt: at, updatedAt: at, statusChangedAt: at };
  return { ...times, status: "created" as const, ownerUserId: actor.userId };
}

export type TaskToClone = { taskId: string; change: TaskChange };

/** The caller needs to read the task alone, and to create one where the new one goes. */
export function cloneTask(
  actor: ResourceUser,
  { taskId, change }: TaskToClone,
): Promise<Outcome<{ id: string; task: TaskRecord }>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    const source = access.mayOf("task", "read", taskId)
      ? await lockTask(tx, actor.workspaceId, taskId)
      : undefined;
    if (!source) return unknownTask;
    const fields = {
      ...clonedFields(source),
      name: `Clone of ${source.name}`,
      projectId: source.projectId,
      parentId: source.parentId ?? source.id,
      ...change,
    };
    const reason = whyNotCreated(access, fields);
    if (reason) return reason;
    const id = newId();
    const at = now();
    const task = { ...newTaskFields(actor, at), ...fields, type: fields.type ?? source.type, id };
    await insertTasks(tx, actor.workspaceId, [task]);
    await touchProjects(tx, actor.workspaceId, [task.projectId], at);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "task.created",
      targetId: id,
      targetName: task.name,
      after: { name: task.name, clonedFrom: taskId, project: task.projectId },
    });
    return done({ id, task: source });
  });
}
