import { sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { mostPlotBytes, mostPlotIterations, mostPlots, type PlotEvent } from "@/lib/core/resources/event";
import type { Transaction } from "../client";
import { taskPlots } from "../schema/task-reports";
import { cutInto } from "./task-reports";

const plotsAtOnce = 50;

/**
 * One plot for each metric, variant and iteration, the one that came last. Where a task has too many, the older ones of
 * each metric and variant go first. The row of the task is locked.
 */
export async function insertPlots(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  reported: readonly PlotEvent[],
): Promise<void> {
  if (reported.length === 0) return;
  const byKey = new Map(
    reported.map((plot) => [JSON.stringify([plot.metric, plot.variant, plot.iteration]), plot]),
  );
  for (const some of cutInto([...byKey.values()], plotsAtOnce)) {
    await tx
      .insert(taskPlots)
      .values(
        some.map(({ atMs, metric, variant, iteration, text, sourceUrls }) => ({
          ...{ workspaceId, taskId, metric, variant, iteration, text },
          ...{ sourceUrls: [...sourceUrls], reportedAt: new Date(atMs) },
        })),
      )
      .onConflictDoUpdate({
        target: [
          taskPlots.workspaceId,
          taskPlots.taskId,
          taskPlots.metric,
          taskPlots.variant,
          taskPlots.iteration,
        ],
        set: {
          text: sql`excluded.text`,
          sourceUrls: sql`excluded.source_urls`,
          reportedAt: sql`excluded.reported_at`,
        },
      });
  }
  await tx.execute(sql`
    delete from task_plots
    where workspace_id = ${workspaceId} and task_id = ${taskId} and ctid = any(array(
      select row_id from (
        select row_id, age, row_number() over in_order as place, sum(bytes) over in_order as until
        from (
          select ctid as row_id, metric, variant, iteration, octet_length("text") as bytes,
            row_number() over (partition by metric, variant order by iteration desc) as age
          from task_plots where workspace_id = ${workspaceId} and task_id = ${taskId}
        ) as aged
        window in_order as (order by age, iteration desc, metric, variant)
      ) as placed
      where age > ${mostPlotIterations} or place > ${mostPlots} or until > ${mostPlotBytes}
    ))`);
}
