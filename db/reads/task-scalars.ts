import { and, eq } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Reader } from "../client";
import { taskScalars } from "../schema/task-reports";
import { isAmong } from "./resource-filters";

export type LastScalar = {
  taskId: string;
  metric: string;
  variant: string;
  value: number;
  iteration: number;
  least: number;
  leastIteration: number;
  most: number;
  mostIteration: number;
};

/** The last, least and largest value of every scalar of the tasks. */
export function listLastScalars(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
  on: Reader,
): Promise<LastScalar[]> {
  return on
    .select({
      taskId: taskScalars.taskId,
      metric: taskScalars.metric,
      variant: taskScalars.variant,
      value: taskScalars.lastValue,
      iteration: taskScalars.lastIteration,
      least: taskScalars.leastValue,
      leastIteration: taskScalars.leastIteration,
      most: taskScalars.mostValue,
      mostIteration: taskScalars.mostIteration,
    })
    .from(taskScalars)
    .where(and(eq(taskScalars.workspaceId, workspaceId), isAmong(taskScalars.taskId, taskIds)))
    .orderBy(taskScalars.taskId, taskScalars.metric, taskScalars.variant);
}
