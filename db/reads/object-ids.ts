import { and, asc, eq, gt } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import type { ObjectType } from "@/lib/core/access/object-types";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db } from "../client";
import { datasets, datasetVersions, dataviews } from "../schema/datasets";
import { models } from "../schema/models";
import { projects } from "../schema/projects";
import { queues } from "../schema/queues";
import { tasks } from "../schema/tasks";
import { inScope } from "./resource-filters";

type Kept = { table: PgTable & { workspaceId: AnyPgColumn; id: AnyPgColumn }; parentId?: AnyPgColumn };

const kept: Partial<Record<ObjectType, Kept>> = {
  project: { table: projects },
  task: { table: tasks, parentId: tasks.projectId },
  model: { table: models, parentId: models.projectId },
  dataview: { table: dataviews, parentId: dataviews.projectId },
  dataset: { table: datasets, parentId: datasets.projectId },
  dataset_version: { table: datasetVersions, parentId: datasetVersions.datasetId },
  queue: { table: queues },
};

/** The ids after one, in their order. */
export async function listObjectIds(
  workspaceId: WorkspaceId,
  type: ObjectType,
  scope: ListScope,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const found = kept[type];
  if (!found || (!scope.whole && scope.parentIds.length + scope.ids.length === 0)) return [];
  const { table, parentId } = found;
  const rows = await db()
    .select({ id: table.id })
    .from(table)
    .where(
      and(
        eq(table.workspaceId, workspaceId),
        gt(table.id, after),
        inScope(scope, { id: table.id, ...(parentId ? { parentId } : {}) }),
      ),
    )
    .orderBy(asc(table.id))
    .limit(limit);
  return rows.map(({ id }) => String(id));
}
