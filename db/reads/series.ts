import { and, asc, eq, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Series } from "@/lib/core/resources/series";
import { db, type Reader } from "../client";
import { modelScalars } from "../schema/model-reports";
import { taskScalars } from "../schema/task-reports";
import { isChosen, type MetricChoice, type MetricVariant, type ReportedName } from "./metrics";
import type { Reporter, ReporterKind } from "./reporters";
import { isAmong } from "./resource-filters";

export type SeriesRow = ReportedName & { series: Series };

const tables = { task: taskScalars, model: modelScalars } as const;
const reporterIds = { task: taskScalars.taskId, model: modelScalars.modelId } as const;

function columnsOf(kind: ReporterKind) {
  const t = tables[kind];
  return {
    ...{ reporterId: reporterIds[kind], metric: t.metric, variant: t.variant, points: t.points },
    ...{ stride: t.stride, lastIteration: t.lastIteration, lastValue: t.lastValue, lastAtMs: t.lastAtMs },
    ...{ leastIteration: t.leastIteration, leastValue: t.leastValue, leastAtMs: t.leastAtMs },
    ...{ mostIteration: t.mostIteration, mostValue: t.mostValue, mostAtMs: t.mostAtMs },
  };
}

type SeriesColumns = MetricVariant &
  Omit<typeof taskScalars.$inferSelect, "workspaceId" | "taskId"> & { reporterId: string };

function toSeriesRow(row: SeriesColumns): SeriesRow {
  const { reporterId, metric, variant, points, stride } = row;
  return {
    ...{ reporterId, metric, variant },
    series: {
      ...{ points, stride, last: [row.lastIteration, row.lastValue, row.lastAtMs] },
      least: [row.leastIteration, row.leastValue, row.leastAtMs],
      most: [row.mostIteration, row.mostValue, row.mostAtMs],
    },
  };
}

type Asked = { metrics?: readonly MetricChoice[] | undefined; kind?: ReporterKind; on?: Reader };

/** By task or model, metric and variant. */
export async function listSeries(
  workspaceId: WorkspaceId,
  ids: readonly string[],
  { metrics, kind = "task", on = db() }: Asked = {},
): Promise<SeriesRow[]> {
  const table = tables[kind];
  const rows = await on
    .select(columnsOf(kind))
    .from(table)
    .where(
      and(
        eq(table.workspaceId, workspaceId),
        isAmong(reporterIds[kind], ids),
        metrics && isChosen(table, metrics),
      ),
    )
    .orderBy(asc(reporterIds[kind]), asc(table.metric), asc(table.variant));
  return rows.map(toSeriesRow);
}

/** Those of one task or model that are named one by one. */
export async function listSeriesOf(
  on: Reader,
  { kind, workspaceId, id }: Reporter,
  wanted: readonly MetricVariant[],
): Promise<SeriesRow[]> {
  const table = tables[kind];
  const names = sql`select * from unnest(
    ${sql.param(wanted.map(({ metric }) => metric))}::text[],
    ${sql.param(wanted.map(({ variant }) => variant))}::text[])`;
  const rows = await on
    .select(columnsOf(kind))
    .from(table)
    .where(
      and(
        eq(table.workspaceId, workspaceId),
        eq(reporterIds[kind], id),
        sql`(${table.metric}, ${table.variant}) in (${names})`,
      ),
    );
  return rows.map(toSeriesRow);
}

export async function countSeries(on: Reader, { kind, workspaceId, id }: Reporter): Promise<number> {
  const table = tables[kind];
  return on.$count(table, and(eq(table.workspaceId, workspaceId), eq(reporterIds[kind], id)));
}

/** The names of what was reported, without the values. */
export async function listSeriesNames(
  workspaceId: WorkspaceId,
  ids: readonly string[],
  kind: ReporterKind = "task",
): Promise<ReportedName[]> {
  const table = tables[kind];
  return db()
    .select({ reporterId: reporterIds[kind], metric: table.metric, variant: table.variant })
    .from(table)
    .where(and(eq(table.workspaceId, workspaceId), isAmong(reporterIds[kind], ids)))
    .orderBy(asc(reporterIds[kind]), asc(table.metric), asc(table.variant));
}
