import { and, eq, inArray } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { models } from "../schema/models";
import { recordAccessChanges } from "./access-changes";
import { deleteRulesAbout } from "./access-rules";

export type NewModel = Omit<typeof models.$inferInsert, "workspaceId">;
export type ModelChange = Partial<Omit<NewModel, "id" | "ownerUserId" | "createdAt">>;

export async function insertModel(tx: Transaction, workspaceId: WorkspaceId, model: NewModel): Promise<void> {
  await tx.insert(models).values({ ...model, workspaceId });
  await recordPlaces(tx, workspaceId, [model.id], model.projectId ?? null);
}

/** A change of the project goes by `updateModelProjects`, which access depends on. */
export async function updateModel(
  tx: Transaction,
  workspaceId: WorkspaceId,
  id: string,
  change: Omit<ModelChange, "projectId">,
): Promise<void> {
  await tx
    .update(models)
    .set(change)
    .where(and(eq(models.workspaceId, workspaceId), eq(models.id, id)));
}

export async function updateModelProjects(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly string[],
  projectId: string | null,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(models)
    .set({ projectId })
    .where(and(eq(models.workspaceId, workspaceId), inArray(models.id, [...ids])));
  await recordPlaces(tx, workspaceId, ids, projectId);
}

export async function deleteModels(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await deleteRulesAbout(tx, workspaceId, ids);
  await tx.delete(models).where(and(eq(models.workspaceId, workspaceId), inArray(models.id, [...ids])));
  await recordAccessChanges(
    tx,
    workspaceId,
    ids.map((id) => ({ kind: "object_removed", id })),
  );
}

function recordPlaces(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly string[],
  parent: string | null,
): Promise<void> {
  return recordAccessChanges(
    tx,
    workspaceId,
    ids.map((id) => ({ kind: "object_put", object: { id, type: "model", parent } })),
  );
}
