import { and, eq, gte, sql } from "drizzle-orm";
import type { StorageMeter } from "@/lib/core/billing/plans";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { files } from "../schema/files";
import { tasks } from "../schema/tasks";
import { usageLevels } from "../schema/usage";

const total = (column: typeof files.bytes | typeof tasks.externalBytes | typeof tasks.eventBytes) =>
  sql<number>`coalesce(sum(${column}), 0)::float8`;

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
  if (meter === "metrics") return ofTasks?.bytes ?? 0;
  const [ofFiles] = await on
    .select({ bytes: total(files.bytes) })
    .from(files)
    .where(eq(files.workspaceId, workspaceId));
  return (ofTasks?.bytes ?? 0) + (ofFiles?.bytes ?? 0);
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
