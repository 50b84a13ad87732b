import { and, asc, desc, sql } from "drizzle-orm";
import { mostPlotBytes } from "@/lib/core/resources/event";
import { db } from "../client";
import type { MetricChoice, ReportedName } from "./metrics";
import {
  isOfReporters,
  only,
  plotTables,
  type Reporter,
  type Reporters,
  reportedBy,
  reporterColumn,
  reporterIds,
  tableOf,
} from "./reporters";

export type PlotPlace = ReportedName & { iteration: number };
export type PlotRow = PlotPlace & { text: string; sourceUrls: string[]; reportedAt: Date };

type Chosen = { metrics?: readonly MetricChoice[] | undefined };

/**
 * The newest plots of each metric and variant, by task or model, metric and variant, the last iteration first: after so
 * many of them, as many as one answer holds.
 */
export async function listNewestPlots(
  reporters: Reporters,
  { metrics, iterations, after = 0 }: Chosen & { iterations: number; after?: number },
): Promise<{ rows: PlotRow[]; total: number }> {
  const { kind, workspaceId } = reporters;
  const table = tableOf(kind, "plots");
  const id = reporterColumn(kind);
  const rows = await db().execute<PlotRow & { atMs: number; total: number }>(sql`
    with newest as (
      select ${id}, metric, variant, iteration, octet_length("text") as bytes,
        row_number() over (partition by ${id}, metric, variant order by iteration desc) as newness
      from ${table} where ${isOfReporters("plots", reporters, metrics)}
    ), placed as (
      select *, count(*) over () as total,
        row_number() over (order by ${id}, metric, variant, iteration desc) as place
      from newest where newness <= ${iterations}
    ), summed as (
      select *, sum(bytes) over (order by place) as until from placed where place > ${after}
    )
    select p.${id} as "reporterId", p.metric, p.variant, p.iteration::float8 as iteration, p.text,
      p.source_urls as "sourceUrls", (extract(epoch from p.reported_at) * 1000)::float8 as "atMs", s.total::int
    from summed s join ${table} p on p.workspace_id = ${workspaceId} and p.${id} = s.${id}
      and p.metric = s.metric and p.variant = s.variant and p.iteration = s.iteration
    where s.until <= ${mostPlotBytes} order by s.place`);
  return {
    rows: rows.map(({ atMs, total: _, ...row }) => ({ ...row, reportedAt: new Date(atMs) })),
    total: rows[0]?.total ?? after,
  };
}

/** Those of one task or model at these iterations, by iteration, the last first, then metric and variant. */
export async function listPlotsAt(
  reporter: Reporter,
  { metrics, iterations }: Chosen & { iterations: readonly number[] },
): Promise<PlotRow[]> {
  const table = plotTables[reporter.kind];
  const among = sql`${table.iteration} = any(${sql.param([...iterations])}::bigint[])`;
  const { metric, variant, iteration, text, sourceUrls, reportedAt } = table;
  const reporterId = reporterIds.plots[reporter.kind];
  return db()
    .select({ reporterId, metric, variant, iteration, text, sourceUrls, reportedAt })
    .from(table)
    .where(and(isOfReporters("plots", only(reporter), metrics), among))
    .orderBy(desc(iteration), asc(metric), asc(variant));
}

/** Of one task or model, without what they show. */
export async function listPlotPlaces(reporter: Reporter, { metrics }: Chosen = {}): Promise<PlotPlace[]> {
  const { metric, variant, iteration } = plotTables[reporter.kind];
  const reporterId = reporterIds.plots[reporter.kind];
  return db()
    .select({ reporterId, metric, variant, iteration })
    .from(plotTables[reporter.kind])
    .where(isOfReporters("plots", only(reporter), metrics))
    .orderBy(desc(iteration), asc(metric), asc(variant));
}

export async function listPlotNames(reporters: Reporters): Promise<ReportedName[]> {
  const { metric, variant } = plotTables[reporters.kind];
  const reporterId = reporterIds.plots[reporters.kind];
  return db()
    .selectDistinct({ reporterId, metric, variant })
    .from(plotTables[reporters.kind])
    .where(isOfReporters("plots", reporters))
    .orderBy(asc(reporterId), asc(metric), asc(variant));
}

export async function findPlotText(
  reporter: Reporter,
  { metric, variant, iteration }: Omit<PlotPlace, "reporterId">,
): Promise<string | undefined> {
  const [row] = await db().execute<{ text: string }>(sql`
    select "text" ${reportedBy(reporter, "plots")}
      and metric = ${metric} and variant = ${variant} and iteration = ${iteration}::bigint`);
  return row?.text;
}
