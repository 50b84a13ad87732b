import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { LogLine } from "@/lib/core/resources/event";
import type { TaskStatus } from "@/lib/core/resources/task";
import { db, type Reader, type Transaction } from "../client";
import { taskLogChunks, taskPlots, taskSamples } from "../schema/task-reports";
import { tasks } from "../schema/tasks";
import { type Reporter, reportedBy } from "./reporters";
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
/** Which metrics to read; a metric without variants stands for all of its variants. */
export type MetricChoice = { metric: string; variants?: readonly string[] | null | undefined };

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
  reporter: Reporter,
  { metric, variant, iteration }: { metric: string; variant: string; iteration: number },
): Promise<string | undefined> {
  const [row] = await db().execute<{ url: string }>(sql`
    select url ${reportedBy(reporter, "samples")}
      and metric = ${metric} and variant = ${variant} and iteration = ${iteration}::bigint`);
  return row?.url;
}

/** Of the debug samples of a model, and of the pictures in its plots. */
export async function listUrlsOfModel(
  on: Reader,
  workspaceId: WorkspaceId,
  modelId: string,
): Promise<string[]> {
  const model: Reporter = { kind: "model", workspaceId, id: modelId };
  const rows = await on.execute<{ url: string }>(sql`
    select url ${reportedBy(model, "samples")}
    union select unnest(source_urls) ${reportedBy(model, "plots")}`);
  return rows.map(({ url }) => url);
}
