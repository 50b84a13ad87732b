import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { LogLine } from "@/lib/core/resources/event";
import type { Point, Series } from "@/lib/core/resources/series";
import type { TaskStatus } from "@/lib/core/resources/task";
import { db, type Reader, type Transaction } from "../client";
import { taskLogChunks, taskPlots, taskSamples, taskScalars } from "../schema/task-reports";
import { tasks } from "../schema/tasks";
import { isAmong } from "./resource-filters";

export type ReportedTask = { id: string; name: string; status: TaskStatus; lastIteration: number | null };

/** In the order of their ids, held until the transaction ends: one batch of events of a task follows another. */
export async function lockTasksForReports(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
): Promise<ReportedTask[]> {
  return reportedTasks(tx, workspaceId, taskIds).for("no key update");
}

export function listReportedTasks(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
): Promise<ReportedTask[]> {
  return reportedTasks(db(), workspaceId, taskIds);
}

function reportedTasks(on: Reader, workspaceId: WorkspaceId, taskIds: readonly string[]) {
  return on
    .select({ id: tasks.id, name: tasks.name, status: tasks.status, lastIteration: tasks.lastIteration })
    .from(tasks)
    .where(and(eq(tasks.workspaceId, workspaceId), isAmong(tasks.id, taskIds)))
    .orderBy(asc(tasks.id));
}

export type LogChunk = { number: number; lineCount: number; firstAt: Date; lastAt: Date };

/** The newest first. */
export function listLogChunks(on: Reader, workspaceId: WorkspaceId, taskId: string): Promise<LogChunk[]> {
  return on
    .select({
      number: taskLogChunks.number,
      lineCount: taskLogChunks.lineCount,
      firstAt: taskLogChunks.firstAt,
      lastAt: taskLogChunks.lastAt,
    })
    .from(taskLogChunks)
    .where(and(eq(taskLogChunks.workspaceId, workspaceId), eq(taskLogChunks.taskId, taskId)))
    .orderBy(desc(taskLogChunks.number));
}

/** Of all debug samples that are kept of a task. */
export async function listSampleUrls(
  on: Reader,
  workspaceId: WorkspaceId,
  taskId: string,
): Promise<string[]> {
  const rows = await on
    .selectDistinct({ url: taskSamples.url })
    .from(taskSamples)
    .where(and(eq(taskSamples.workspaceId, workspaceId), eq(taskSamples.taskId, taskId)));
  return rows.map(({ url }) => url);
}

/** In the order of arrival. */
export async function listLogLines(
  workspaceId: WorkspaceId,
  taskId: string,
  on: Reader = db(),
): Promise<LogLine[]> {
  const chunks = await on
    .select({ lines: taskLogChunks.lines })
    .from(taskLogChunks)
    .where(and(eq(taskLogChunks.workspaceId, workspaceId), eq(taskLogChunks.taskId, taskId)))
    .orderBy(asc(taskLogChunks.number));
  return chunks.flatMap(({ lines }) => lines);
}

export type MetricVariant = { metric: string; variant: string };
export type SeriesRow = MetricVariant & { taskId: string; series: Series };

/** Which metrics to read; a metric without variants stands for all of its variants. */
export type MetricChoice = { metric: string; variants?: readonly string[] | null | undefined };

const seriesColumns = {
  taskId: taskScalars.taskId,
  metric: taskScalars.metric,
  variant: taskScalars.variant,
  points: taskScalars.points,
  stride: taskScalars.stride,
  lastIteration: taskScalars.lastIteration,
  lastValue: taskScalars.lastValue,
  lastAtMs: taskScalars.lastAtMs,
  leastIteration: taskScalars.leastIteration,
  leastValue: taskScalars.leastValue,
  leastAtMs: taskScalars.leastAtMs,
  mostIteration: taskScalars.mostIteration,
  mostValue: taskScalars.mostValue,
  mostAtMs: taskScalars.mostAtMs,
};

/** By task, metric and variant. */
export async function listSeries(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
  { metrics, on = db() }: { metrics?: readonly MetricChoice[] | undefined; on?: Reader } = {},
): Promise<SeriesRow[]> {
  const rows = await on
    .select(seriesColumns)
    .from(taskScalars)
    .where(
      and(
        eq(taskScalars.workspaceId, workspaceId),
        isAmong(taskScalars.taskId, taskIds),
        metrics && isChosen(taskScalars, metrics),
      ),
    )
    .orderBy(asc(taskScalars.taskId), asc(taskScalars.metric), asc(taskScalars.variant));
  return rows.map(toSeriesRow);
}

/** Those of one task that are named one by one. */
export async function listSeriesOf(
  on: Reader,
  workspaceId: WorkspaceId,
  taskId: string,
  wanted: readonly MetricVariant[],
): Promise<SeriesRow[]> {
  const names = sql`select * from unnest(
    ${sql.param(wanted.map(({ metric }) => metric))}::text[],
    ${sql.param(wanted.map(({ variant }) => variant))}::text[])`;
  const rows = await on
    .select(seriesColumns)
    .from(taskScalars)
    .where(
      and(
        eq(taskScalars.workspaceId, workspaceId),
        eq(taskScalars.taskId, taskId),
        sql`(${taskScalars.metric}, ${taskScalars.variant}) in (${names})`,
      ),
    );
  return rows.map(toSeriesRow);
}

export async function countSeries(on: Reader, workspaceId: WorkspaceId, taskId: string): Promise<number> {
  return on.$count(
    taskScalars,
    and(eq(taskScalars.workspaceId, workspaceId), eq(taskScalars.taskId, taskId)),
  );
}

type SeriesColumns = Omit<typeof taskScalars.$inferSelect, "workspaceId">;

function toSeriesRow(row: SeriesColumns): SeriesRow {
  const last: Point = [row.lastIteration, row.lastValue, row.lastAtMs];
  const least: Point = [row.leastIteration, row.leastValue, row.leastAtMs];
  const most: Point = [row.mostIteration, row.mostValue, row.mostAtMs];
  const { taskId, metric, variant, points, stride } = row;
  return { taskId, metric, variant, series: { points, stride, last, least, most } };
}

/** The names of what was reported, without the values. */
export async function listSeriesNames(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
): Promise<(MetricVariant & { taskId: string })[]> {
  return db()
    .select({ taskId: taskScalars.taskId, metric: taskScalars.metric, variant: taskScalars.variant })
    .from(taskScalars)
    .where(and(eq(taskScalars.workspaceId, workspaceId), isAmong(taskScalars.taskId, taskIds)))
    .orderBy(asc(taskScalars.taskId), asc(taskScalars.metric), asc(taskScalars.variant));
}

export async function listSampleNames(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
): Promise<(MetricVariant & { taskId: string })[]> {
  return db()
    .selectDistinct({ taskId: taskSamples.taskId, metric: taskSamples.metric, variant: taskSamples.variant })
    .from(taskSamples)
    .where(and(eq(taskSamples.workspaceId, workspaceId), isAmong(taskSamples.taskId, taskIds)))
    .orderBy(asc(taskSamples.taskId), asc(taskSamples.metric), asc(taskSamples.variant));
}

export type SampleRow = MetricVariant & { iteration: number; url: string; reportedAt: Date };

const sampleColumns = {
  metric: taskSamples.metric,
  variant: taskSamples.variant,
  iteration: taskSamples.iteration,
  url: taskSamples.url,
  reportedAt: taskSamples.reportedAt,
};

const byIteration = { samples: taskSamples, plots: taskPlots };

/** Iterations of a task that have samples or plots, from one on: the next lower ones, or the next higher ones. */
export async function listIterations(
  kind: keyof typeof byIteration,
  workspaceId: WorkspaceId,
  taskId: string,
  asked: {
    metrics?: readonly MetricChoice[] | undefined;
    from?: number | undefined;
    earlier: boolean;
    limit: number;
  },
): Promise<number[]> {
  const table = byIteration[kind];
  const { iteration } = table;
  const rows = await db()
    .selectDistinct({ iteration })
    .from(table)
    .where(
      and(
        eq(table.workspaceId, workspaceId),
        eq(table.taskId, taskId),
        asked.metrics && isChosen(table, asked.metrics),
        asked.from === undefined
          ? undefined
          : asked.earlier
            ? sql`${iteration} < ${asked.from}::bigint`
            : sql`${iteration} > ${asked.from}::bigint`,
      ),
    )
    .orderBy(asked.earlier ? desc(iteration) : asc(iteration))
    .limit(asked.limit);
  return rows.map((row) => row.iteration);
}

/** By iteration, the last first, then metric and variant. */
export function listSamples(
  workspaceId: WorkspaceId,
  taskId: string,
  asked: {
    metrics?: readonly MetricChoice[] | undefined;
    iterations?: readonly number[] | undefined;
  } = {},
): Promise<SampleRow[]> {
  return db()
    .select(sampleColumns)
    .from(taskSamples)
    .where(
      and(
        eq(taskSamples.workspaceId, workspaceId),
        eq(taskSamples.taskId, taskId),
        asked.metrics && isChosen(taskSamples, asked.metrics),
        asked.iterations && inArray(taskSamples.iteration, [...asked.iterations]),
      ),
    )
    .orderBy(desc(taskSamples.iteration), asc(taskSamples.metric), asc(taskSamples.variant));
}

/** For a table that has one row for each metric and variant, or more. */
export function isChosen(
  table: Record<keyof MetricVariant, AnyPgColumn>,
  metrics: readonly MetricChoice[],
): SQL {
  const whole: string[] = [];
  const named: MetricVariant[] = [];
  for (const { metric, variants } of metrics) {
    if (!variants || variants.length === 0) whole.push(metric);
    else for (const variant of variants) named.push({ metric, variant });
  }
  return sql`(${isAmong(table.metric, whole)} or (${table.metric}, ${table.variant}) in (select * from unnest(
    ${sql.param(named.map(({ metric }) => metric))}::text[],
    ${sql.param(named.map(({ variant }) => variant))}::text[])))`;
}

export async function findSampleUrl(
  workspaceId: WorkspaceId,
  taskId: string,
  { metric, variant, iteration }: { metric: string; variant: string; iteration: number },
): Promise<string | undefined> {
  const [row] = await db()
    .select({ url: taskSamples.url })
    .from(taskSamples)
    .where(
      and(
        eq(taskSamples.workspaceId, workspaceId),
        eq(taskSamples.taskId, taskId),
        eq(taskSamples.metric, metric),
        eq(taskSamples.variant, variant),
        eq(taskSamples.iteration, iteration),
      ),
    );
  return row?.url;
}
