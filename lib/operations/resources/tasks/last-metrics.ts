import { createHash } from "node:crypto";
import { db } from "@/db/client";
import { listLastScalars } from "@/db/reads/task-scalars";
import type { WorkspaceId } from "@/lib/core/identifiers";

type ByHash = Record<string, Record<string, Record<string, unknown>>>;

/** The last values of the tasks' scalars as ClearML nests them: by the MD5 of the metric's and of the variant's name. */
export async function findLastMetrics(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
): Promise<Map<string, ByHash>> {
  const found = new Map<string, ByHash>();
  if (taskIds.length === 0) return found;
  for (const scalar of await listLastScalars(workspaceId, taskIds, db())) {
    const { taskId, metric, variant, value, least, most } = scalar;
    const ofTask = found.get(taskId) ?? {};
    found.set(taskId, ofTask);
    ofTask[md5(metric)] ??= {};
    (ofTask[md5(metric)] ?? {})[md5(variant)] = {
      ...{ metric, variant, value, min_value: least, max_value: most },
      min_value_iteration: scalar.leastIteration,
      max_value_iteration: scalar.mostIteration,
    };
  }
  return found;
}

function md5(name: string): string {
  return createHash("md5").update(name).digest("hex");
}
