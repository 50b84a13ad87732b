import { and, eq, gte, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { UsageWarning } from "@/lib/core/billing/limits";
import type { StorageMeter } from "@/lib/core/billing/plans";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db, pool, type Reader } from "../client";
import { files } from "../schema/files";
import { models } from "../schema/models";
import { tasks } from "../schema/tasks";
import { usageLevels, usageWarnings } from "../schema/usage";
import { isAmong } from "./resource-filters";

const total = (column: AnyPgColumn) => sql<number>`coalesce(sum(${column}), 0)::float8`;

/** Counts the bytes of a whole workspace. */
export async function measureStored(
  on: Reader,
  workspaceId: WorkspaceId,
  meter: StorageMeter,
): Promise<number> {
  const reported = meter === "artifacts" ? tasks.externalBytes : tasks.eventBytes;
  const [ofTasks] = await on
    .select({ bytes: total(reported) })
    .from(tasks)
    .where(eq(tasks.workspaceId, workspaceId));
  const other =
    meter === "artifacts"
      ? { table: files, column: files.bytes }
      : { table: models, column: models.eventBytes };
  const [ofOthers] = await on
    .select({ bytes: total(other.column) })
    .from(other.table)
    .where(eq(other.table.workspaceId, workspaceId));
  return (ofTasks?.bytes ?? 0) + (ofOthers?.bytes ?? 0);
}

/** Nothing where it was not counted since `since`. */
export async function findLevel(
  workspaceId: WorkspaceId,
  meter: StorageMeter,
  since: Date,
): Promise<number | undefined> {
  const [row] = await db()
    .select({ bytes: usageLevels.bytes })
    .from(usageLevels)
    .where(
      and(
        eq(usageLevels.workspaceId, workspaceId),
        eq(usageLevels.meter, meter),
        gte(usageLevels.measuredAt, since),
      ),
    );
  return row?.bytes;
}

export type StoredOfWorkspace = { workspaceId: WorkspaceId; artifacts: number; metrics: number };

/** What is stored in each of these workspaces. */
export async function listStored(workspaceIds: readonly WorkspaceId[]): Promise<StoredOfWorkspace[]> {
  const driver = pool();
  const ids = [...workspaceIds];
  return driver<StoredOfWorkspace[]>`
    select workspace_id as "workspaceId", sum(artifacts)::float8 as artifacts, sum(metrics)::float8 as metrics
    from (
      select workspace_id, sum(external_bytes) as artifacts, sum(event_bytes) as metrics from tasks
      where workspace_id = any(${ids}::text[]) group by 1
      union all
      select workspace_id, sum(bytes), 0 from files where workspace_id = any(${ids}::text[]) group by 1
      union all
      select workspace_id, 0, sum(event_bytes) from models where workspace_id = any(${ids}::text[]) group by 1
    ) stored group by 1`;
}

export type StoredWarning = UsageWarning & { workspaceId: WorkspaceId; holds: boolean };

export function listWarnings(workspaceIds: readonly WorkspaceId[], month: string): Promise<StoredWarning[]> {
  const { workspaceId, meter, threshold, holds } = usageWarnings;
  return db()
    .select({ workspaceId, meter, threshold, holds })
    .from(usageWarnings)
    .where(and(isAmong(workspaceId, workspaceIds), eq(usageWarnings.month, month)));
}
