import { and, eq, inArray, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { modelPlots, modelSamples, modelScalars } from "../schema/model-reports";
import { models } from "../schema/models";
import { recordNewObjects, recordPlaces, recordRemovals } from "./access-changes";
import { deleteRulesAbout } from "./access-rules";
import { forgetLevel } from "./usage-levels";

export type NewModel = Omit<typeof models.$inferInsert, "workspaceId">;
export type ModelChange = Partial<Omit<NewModel, "id" | "ownerUserId" | "createdAt" | "eventBytes">>;

export async function insertModel(tx: Transaction, workspaceId: WorkspaceId, model: NewModel): Promise<void> {
  await tx.insert(models).values({ ...model, workspaceId });
  await recordNewObjects(tx, workspaceId, "model", [{ id: model.id, parent: model.projectId ?? null }]);
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
  const placed = ids.map((id) => ({ id, parent: projectId }));
  await recordPlaces(tx, workspaceId, "model", placed);
}

export async function updateModelMakers(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly string[],
  taskId: string | null,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(models)
    .set({ taskId })
    .where(and(eq(models.workspaceId, workspaceId), inArray(models.id, [...ids])));
}

/** Counts what was reported of it, whether it is kept or not. Its row is locked. */
export async function updateReportedModel(
  tx: Transaction,
  workspaceId: WorkspaceId,
  id: string,
  { bytes, at }: { bytes: number; at: Date },
): Promise<void> {
  await tx
    .update(models)
    .set({ eventBytes: sql`${models.eventBytes} + ${bytes}::bigint`, updatedAt: at })
    .where(and(eq(models.workspaceId, workspaceId), eq(models.id, id)));
}

/** Returns how many series, debug samples and plots there were. Its row is locked. */
export async function deleteReportsOfModel(
  tx: Transaction,
  workspaceId: WorkspaceId,
  id: string,
): Promise<number> {
  let deleted = 0;
  for (const table of [modelScalars, modelSamples, modelPlots]) {
    const { count } = await tx
      .delete(table)
      .where(and(eq(table.workspaceId, workspaceId), eq(table.modelId, id)));
    deleted += count;
  }
  await tx
    .update(models)
    .set({ eventBytes: 0 })
    .where(and(eq(models.workspaceId, workspaceId), eq(models.id, id)));
  forgetLevel(workspaceId, "metrics");
  return deleted;
}

export async function deleteModels(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await deleteRulesAbout(tx, workspaceId, ids);
  await tx.delete(models).where(and(eq(models.workspaceId, workspaceId), inArray(models.id, [...ids])));
  await recordRemovals(tx, workspaceId, ids);
  forgetLevel(workspaceId, "metrics");
}
