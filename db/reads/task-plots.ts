import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { mostPlotBytes } from "@/lib/core/resources/event";
import { db, type Reader } from "../client";
import { taskPlots } from "../schema/task-reports";
import { type Reporter, reportedBy } from "./reporters";
import { isAmong } from "./resource-filters";
import { isChosen, type MetricChoice, type MetricVariant } from "./task-reports";

export type PlotPlace = MetricVariant & { taskId: string; iteration: number };
export type PlotRow = PlotPlace & { text: string; sourceUrls: string[]; reportedAt: Date };

type Chosen = { metrics?: readonly MetricChoice[] | undefined };

/**
 * The newest plots of each metric and variant, by task, metric and variant, the last iteration first: after so many of
 * them, as many as one answer holds.
 */
export async function listNewestPlots(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
  { metrics, iterations, after = 0 }: Chosen & { iterations: number; after?: number },
): Promise<{ rows: PlotRow[]; total: number }> {
  const rows = await db().execute<PlotRow & { atMs: number; total: number }>(sql`
    with newest as (
      select task_id, metric, variant, iteration, octet_length("text") as bytes,
        row_number() over (partition by task_id, metric, variant order by iteration desc) as newness
      from ${taskPlots} where ${isOf(workspaceId, taskIds, metrics)}
    ), placed as (
      select *, count(*) over () as total,
        row_number() over (order by task_id, metric, variant, iteration desc) as place
      from newest where newness <= ${iterations}
    ), summed as (
      select *, sum(bytes) over (order by place) as until from placed where place > ${after}
    )
    select p.task_id as "taskId", p.metric, p.variant, p.iteration::float8 as iteration, p.text,
      p.source_urls as "sourceUrls", (extract(epoch from p.reported_at) * 1000)::float8 as "atMs", s.total::int
    from summed s join ${taskPlots} p on p.workspace_id = ${workspaceId} and p.task_id = s.task_id
      and p.metric = s.metric and p.variant = s.variant and p.iteration = s.iteration
    where s.until <= ${mostPlotBytes} order by s.place`);
  return {
    rows: rows.map(({ atMs, total: _, ...row }) => ({ ...row, reportedAt: new Date(atMs) })),
    total: rows[0]?.total ?? after,
  };
}

/** Those of one task at these iterations, by iteration, the last first, then metric and variant. */
export async function listPlotsAt(
  workspaceId: WorkspaceId,
  taskId: string,
  { metrics, iterations }: Chosen & { iterations: readonly number[] },
): Promise<PlotRow[]> {
  const among = sql`${taskPlots.iteration} = any(${sql.param([...iterations])}::bigint[])`;
  return db()
    .select(plotColumns)
    .from(taskPlots)
    .where(and(isOf(workspaceId, [taskId], metrics), among))
    .orderBy(desc(taskPlots.iteration), asc(taskPlots.metric), asc(taskPlots.variant));
}

/** Of one task, without what they show. */
export function listPlotPlaces(
  workspaceId: WorkspaceId,
  taskId: string,
  { metrics }: Chosen = {},
): Promise<PlotPlace[]> {
  const { metric, variant, iteration } = taskPlots;
  return db()
    .select({ taskId: taskPlots.taskId, metric, variant, iteration })
    .from(taskPlots)
    .where(isOf(workspaceId, [taskId], metrics))
    .orderBy(desc(iteration), asc(metric), asc(variant));
}

export async function listPlotNames(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
): Promise<(MetricVariant & { taskId: string })[]> {
  const { taskId, metric, variant } = taskPlots;
  return db()
    .selectDistinct({ taskId, metric, variant })
    .from(taskPlots)
    .where(isOf(workspaceId, taskIds, undefined))
    .orderBy(asc(taskId), asc(metric), asc(variant));
}

/** Of pictures that the plots of a task show. */
export async function listPlotSources(
  on: Reader,
  workspaceId: WorkspaceId,
  taskId: string,
): Promise<string[]> {
  const rows = await on
    .selectDistinct({ url: sql<string>`unnest(${taskPlots.sourceUrls})` })
    .from(taskPlots)
    .where(and(eq(taskPlots.workspaceId, workspaceId), eq(taskPlots.taskId, taskId)));
  return rows.map(({ url }) => url);
}

export async function findPlotText(
  reporter: Reporter,
  { metric, variant, iteration }: Omit<PlotPlace, "taskId">,
): Promise<string | undefined> {
  const [row] = await db().execute<{ text: string }>(sql`
    select "text" ${reportedBy(reporter, "plots")}
      and metric = ${metric} and variant = ${variant} and iteration = ${iteration}::bigint`);
  return row?.text;
}

const plotColumns = {
  taskId: taskPlots.taskId,
  metric: taskPlots.metric,
  variant: taskPlots.variant,
  iteration: taskPlots.iteration,
  text: taskPlots.text,
  sourceUrls: taskPlots.sourceUrls,
  reportedAt: taskPlots.reportedAt,
};

function isOf(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
  metrics: readonly MetricChoice[] | undefined,
): SQL | undefined {
  return and(
    eq(taskPlots.workspaceId, workspaceId),
    isAmong(taskPlots.taskId, taskIds),
    metrics && isChosen(taskPlots, metrics),
  );
}
