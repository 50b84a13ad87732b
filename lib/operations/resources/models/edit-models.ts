import type { Transaction } from "@/db/client";
import { lockModel, type ModelRecord } from "@/db/reads/models";
import {
  insertModel,
  type ModelChange,
  type NewModel,
  updateModel,
  updateModelProjects,
} from "@/db/writes/models";
import { touchProjects } from "@/db/writes/projects";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import type { Revalidated } from "../../rights/revalidate-actor";
import type { PlaceFinder } from "../tasks/move-tasks";
import {
  allOrNone,
  type ChangingWork,
  changingResources,
  type ResourceUser,
  reporting,
  takingResourcesAway,
} from "../writing";

export type { ModelChange, ModelRecord };

const mostModelBytes = 1024 * 1024;
export const unknownModel = refusedResource("unknown_model", "There is no such model.");
const readOnly = refusedResource("not_modifiable", "You may read this model, and not change it.");
const notThere = refusedResource("not_modifiable", "You may not put models there.");

/** Behind the locks of the transaction: the model as it is there, and whether it may be changed. */
export async function lockModelToModify(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  id: string,
): Promise<Outcome<ModelRecord>> {
  if (!access.mayOf("model", "read", id)) return unknownModel;
  if (!access.may("modify", id)) return readOnly;
  const model = await lockModel(tx, workspaceId, id);
  return model ? done(model) : unknownModel;
}

/** What a model names must be what whoever names it can see, and the task that made it theirs to change. */
function whyNotNamed(access: CallerAccess, { projectId, taskId, parentId }: ModelChange) {
  if (projectId != null && !access.mayOf("project", "read", projectId)) {
    return refusedResource("unknown_project", "There is no such project.");
  }
  if (taskId != null && !access.mayOf("task", "read", taskId)) {
    return refusedResource("unknown_task", "There is no such task.");
  }
  if (taskId != null && !access.may("modify", taskId)) {
    return refusedResource("not_modifiable", "You may read the task, and not change it.");
  }
  return parentId == null || access.mayOf("model", "read", parentId) ? undefined : unknownModel;
}

function isTooLarge({ design, labels, metadata }: ModelChange): boolean {
  return Buffer.byteLength(JSON.stringify([design, labels, metadata])) > mostModelBytes;
}

const tooLarge = refusedResource("limit_reached", "The model would be larger than 1 MB.");

export type ModelToCreate = Pick<NewModel, "name" | "uri"> & ModelChange;

export function createModel(actor: ResourceUser, wanted: ModelToCreate): Promise<Outcome<{ id: string }>> {
  const { workspaceId, userId } = actor;
  return changingResources(actor, async (tx, revalidated, access) => {
    const { projectId = null } = wanted;
    const reason = whyNotNamed(access, wanted);
    if (reason) return reason;
    if (!access.mayCreate("model", projectId)) return notThere;
    if (isTooLarge(wanted)) return tooLarge;
    const id = newId();
    const at = now();
    await insertModel(tx, workspaceId, {
      ...{ ready: true, ...wanted, id, ownerUserId: userId, createdAt: at, updatedAt: at },
    });
    await touchProjects(tx, workspaceId, [projectId], at);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "model.created",
      targetId: id,
      targetName: wanted.name,
      after: { name: wanted.name, project: projectId },
    });
    return done({ id });
  });
}

/** Reads a model and says what becomes of it. */
export type ModelEdit = (model: ModelRecord) => Outcome<ModelChange>;
export type EditedModel = { updated: number; model: ModelRecord; change: ModelChange };

async function editModelIn(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  id: string,
  edit: ModelEdit,
): Promise<Outcome<EditedModel>> {
  const found = await lockModelToModify(tx, workspaceId, access, id);
  if (!found.ok) return found;
  const model = found.value;
  const changed = edit(model);
  if (!changed.ok) return changed;
  if (Object.keys(changed.value).length === 0) return done({ updated: 0, model, change: {} });
  const { projectId = model.projectId, taskId, ...rest } = changed.value;
  const change = taskId === undefined ? rest : { ...rest, taskId };
  const named = {
    projectId: projectId === model.projectId ? null : projectId,
    taskId: taskId === model.taskId ? null : taskId,
    parentId: rest.parentId === model.parentId ? null : rest.parentId,
  };
  const reason = whyNotNamed(access, named);
  if (reason) return reason;
  if (isTooLarge({ ...model, ...change })) return tooLarge;
  const at = now();
  if (projectId !== model.projectId) {
    if (!access.mayMove(id, projectId)) return notThere;
    await updateModelProjects(tx, workspaceId, [id], projectId);
    await touchProjects(tx, workspaceId, [model.projectId, projectId], at);
  }
  await updateModel(tx, workspaceId, id, { ...change, updatedAt: at });
  return done({ updated: 1, model, change: { ...changed.value, updatedAt: at } });
}

/** What a running program says of a model. */
// Not audited: what programs report of their models is counted with their tasks.
export function reportModel(caller: ApiCaller, id: string, edit: ModelEdit): Promise<Outcome<EditedModel>> {
  return reporting(caller, (tx, access) => editModelIn(tx, caller.workspaceId, access, id, edit));
}

export type ModelEvent = "model.edited" | "model.published" | "model.archived" | "model.restored";

export async function editModelAudited(
  tx: Transaction,
  revalidated: Revalidated<"resources.use">,
  access: CallerAccess,
  { id, edit, event }: { id: string; edit: ModelEdit; event: ModelEvent },
): Promise<Outcome<EditedModel>> {
  const edited = await editModelIn(tx, revalidated.workspaceId, access, id, edit);
  if (!edited.ok || edited.value.updated === 0) return edited;
  const { model, change } = edited.value;
  await recordAudit(tx, subjectOf(revalidated), {
    event,
    targetId: id,
    targetName: model.name,
    before: auditedFields(model, change),
    after: auditedFields(change, change),
  });
  return edited;
}

/** All of them or none. */
export function editModels(
  actor: ResourceUser,
  ids: readonly string[],
  edit: ModelEdit,
  event: ModelEvent = "model.edited",
): Promise<Outcome<EditedModel[]>> {
  const work: ChangingWork<EditedModel[]> = (tx, revalidated, access) =>
    allOrNone(tx, async (part) => {
      const edited: EditedModel[] = [];
      for (const id of ids) {
        const outcome = await editModelAudited(part, revalidated, access, { id, edit, event });
        if (!outcome.ok) return outcome;
        edited.push(outcome.value);
      }
      return done(edited);
    });
  return event === "model.archived" ? takingResourcesAway(actor, work) : changingResources(actor, work);
}

function auditedFields(source: ModelRecord | ModelChange, changed: ModelChange): Record<string, unknown> {
  const { name, tags, systemTags, projectId: project, ready, taskId: task } = source;
  const all = { name, tags, systemTags, project, ready, task };
  const keys = new Set(Object.keys(changed).map((key) => key.replace(/Id$/, "")));
  return Object.fromEntries(Object.entries(all).filter(([key]) => keys.has(key)));
}

/** All of them or none. */
export function moveModels(
  actor: ResourceUser,
  ids: readonly string[],
  placeOf: PlaceFinder,
): Promise<Outcome<{ moved: number; projectId: string | null }>> {
  const { workspaceId } = actor;
  return changingResources(actor, async (tx, revalidated, access) => {
    const from: (string | null)[] = [];
    for (const id of ids) {
      const found = await lockModelToModify(tx, workspaceId, access, id);
      if (!found.ok) return found;
      from.push(found.value.projectId);
    }
    const place = await placeOf(tx, revalidated, access);
    if (!place.ok) return place;
    const { projectId, isNew } = place.value;
    if (!isNew && !ids.every((id) => access.mayMove(id, projectId))) return notThere;
    await updateModelProjects(tx, workspaceId, ids, projectId);
    await touchProjects(tx, workspaceId, [...from, projectId], now());
    await recordAudit(tx, subjectOf(revalidated), {
      event: "model.moved",
      ...(ids[0] ? { targetId: ids[0] } : {}),
      after: { models: ids.length, project: projectId },
    });
    return done({ moved: ids.length, projectId });
  });
}
