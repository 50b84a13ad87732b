import { and, eq } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { listTaskIdsIn } from "../reads/project-contents";
import { isAmong } from "../reads/resource-filters";
import { datasets, datasetVersions, dataviews } from "../schema/datasets";
import { models } from "../schema/models";
import { tasks } from "../schema/tasks";
import { recordPlaces, recordRemovals } from "./access-changes";
import { deleteRulesAbout } from "./access-rules";
import { deleteTasks } from "./tasks";

const tables = { task: tasks, model: models, dataset: datasets, dataview: dataviews } as const;

export type ContentType = keyof typeof tables;
export type ContentCounts = Record<ContentType, number>;

const types = Object.keys(tables) as ContentType[];
const batch = 5_000;

/** Moves everything that is in the projects themselves to another one, or out of all. */
export async function updateProjectOfContents(
  tx: Transaction,
  workspaceId: WorkspaceId,
  fromIds: readonly string[],
  projectId: string | null,
): Promise<ContentCounts> {
  const counts: ContentCounts = { task: 0, model: 0, dataset: 0, dataview: 0 };
  for (const type of types) {
    const table = tables[type];
    const moved = await tx
      .update(table)
      .set({ projectId })
      .where(and(eq(table.workspaceId, workspaceId), isAmong(table.projectId, fromIds)))
      .returning({ id: table.id });
    counts[type] = moved.length;
    for (const part of inBatches(moved)) {
      const placed = part.map(({ id }) => ({ id, parent: projectId }));
      await recordPlaces(tx, workspaceId, type, placed);
    }
  }
  return counts;
}

/** With everything that was reported of them, but not what was uploaded; what is left elsewhere refers to them no more. */
export async function deleteContents(
  tx: Transaction,
  workspaceId: WorkspaceId,
  projectIds: readonly string[],
): Promise<ContentCounts> {
  const taskIds = await listTaskIdsIn(workspaceId, projectIds, tx);
  for (const ids of inBatches(taskIds)) {
    await deleteTasks(tx, workspaceId, ids);
    await tx
      .update(tasks)
      .set({ parentId: null })
      .where(and(eq(tasks.workspaceId, workspaceId), isAmong(tasks.parentId, ids)));
    await tx
      .update(models)
      .set({ taskId: null })
      .where(and(eq(models.workspaceId, workspaceId), isAmong(models.taskId, ids)));
  }
  return {
    task: taskIds.length,
    model: await deleteRows(tx, workspaceId, "model", projectIds),
    dataset: await deleteRows(tx, workspaceId, "dataset", projectIds),
    dataview: await deleteRows(tx, workspaceId, "dataview", projectIds),
  };
}

async function deleteRows(
  tx: Transaction,
  workspaceId: WorkspaceId,
  type: Exclude<ContentType, "task">,
  projectIds: readonly string[],
): Promise<number> {
  const table = tables[type];
  const found = await idsIn(tx, workspaceId, type, projectIds);
  for (const ids of inBatches(found)) {
    await deleteRulesAbout(tx, workspaceId, ids);
    const versionIds = type === "dataset" ? await deleteVersions(tx, workspaceId, ids) : [];
    await tx.delete(table).where(and(eq(table.workspaceId, workspaceId), isAmong(table.id, ids)));
    await recordRemovals(tx, workspaceId, [...versionIds, ...ids]);
  }
  return found.length;
}

async function deleteVersions(
  tx: Transaction,
  workspaceId: WorkspaceId,
  datasetIds: readonly string[],
): Promise<string[]> {
  const rows = await tx
    .delete(datasetVersions)
    .where(and(eq(datasetVersions.workspaceId, workspaceId), isAmong(datasetVersions.datasetId, datasetIds)))
    .returning({ id: datasetVersions.id });
  return rows.map(({ id }) => id);
}

async function idsIn(
  tx: Transaction,
  workspaceId: WorkspaceId,
  type: Exclude<ContentType, "task">,
  projectIds: readonly string[],
): Promise<string[]> {
  const table = tables[type];
  const rows = await tx
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.workspaceId, workspaceId), isAmong(table.projectId, projectIds)));
  return rows.map(({ id }) => id);
}

function inBatches<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / batch) }, (_, index) =>
    items.slice(index * batch, (index + 1) * batch),
  );
}
