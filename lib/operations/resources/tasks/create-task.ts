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
import { externalBytesIn, takeForArtifacts } from "./external-bytes-in";
import type { PlaceFinder } from "./move-tasks";

export type TaskToCreate = TaskChange & { name: string; type: TaskType };

/** What a new task names must be what its maker can see, but for what it has of the task that it is made from. */
export function whyNotFilled(
  access: CallerAccess,
  task: TaskChange,
  from: Partial<Pick<TaskRecord, "parentId" | "models">> = {},
) {
  if (task.parentId !== from.parentId && !mayHaveParent(access, task.parentId)) return unknownParent;
  if (!mayLinkModels(access, task, { models: from.models ?? {} })) {
    return refusedResource("unknown_model", "There is no such model.");
  }
  if (isTooLarge(task)) return refusedResource("limit_reached", "The task is larger than 4 MB.");
  return undefined;
}

function whyNotPlaced(access: CallerAccess, projectId: string | null) {
  if (projectId !== null && !access.mayOf("project", "read", projectId)) {
    return refusedResource("unknown_project", "There is no such project.");
  }
  return access.mayCreate("task", projectId)
    ? undefined
    : refusedResource("not_modifiable", "You may not create tasks there.");
}

export function createTask(actor: ResourceUser, wanted: TaskToCreate): Promise<Outcome<{ id: string }>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    const reason = whyNotPlaced(access, wanted.projectId ?? null) ?? whyNotFilled(access, wanted);
    if (reason) return reason;
    const id = newId();
    const at = now();
    const sized = externalBytesIn(wanted);
    const full = await takeForArtifacts(tx, actor.workspaceId, sized);
    if (full) return full;
    const fields = { ...newTaskFields(actor, at), ...wanted, ...sized };
    await insertTasks(tx, actor.workspaceId, [{ ...fields, id }]);
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

export type TaskToClone = {
  taskId: string;
  change: TaskChange;
  /** Where it goes, unless into the project of the change or of the task itself. */
  placeOf?: PlaceFinder | undefined;
};

/** The caller needs to read the task alone, and to create one where the new one goes. */
export function cloneTask(
  actor: ResourceUser,
  { taskId, change, placeOf }: TaskToClone,
): Promise<Outcome<{ id: string; projectId: string | null }>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    const source = access.mayOf("task", "read", taskId)
      ? await lockTask(tx, actor.workspaceId, taskId)
      : undefined;
    if (!source) return unknownTask;
    const fields = clonedFields(source, change);
    const incomplete = whyNotFilled(access, fields, source);
    if (incomplete) return incomplete;
    const place = placeOf
      ? await placeOf(tx, revalidated, access)
      : done({ projectId: fields.projectId ?? null, isNew: false });
    if (!place.ok) return place;
    const { projectId, isNew } = place.value;
    const misplaced = isNew ? undefined : whyNotPlaced(access, projectId);
    if (misplaced) return misplaced;
    const id = newId();
    const at = now();
    const sized = externalBytesIn(fields);
    const full = await takeForArtifacts(tx, actor.workspaceId, sized);
    if (full) return full;
    const given = { ...fields, ...sized };
    const task = { ...newTaskFields(actor, at), ...given, type: source.type, projectId, id };
    await insertTasks(tx, actor.workspaceId, [task]);
    await touchProjects(tx, actor.workspaceId, [projectId], at);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "task.created",
      targetId: id,
      targetName: task.name,
      after: { name: task.name, clonedFrom: taskId, project: projectId },
    });
    return done({ id, projectId });
  });
}
