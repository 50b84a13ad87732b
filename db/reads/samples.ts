import { and, asc, desc, inArray, sql } from "drizzle-orm";
import { db } from "../client";
import type { MetricChoice, MetricVariant, ReportedName } from "./metrics";
import {
  isOfReporters,
  only,
  plotTables,
  type Reported,
  type Reporter,
  type Reporters,
  reportedBy,
  reporterIds,
  sampleTables,
} from "./reporters";

export async function listSampleNames(reporters: Reporters): Promise<ReportedName[]> {
  const { kind } = reporters;
  const { metric, variant } = sampleTables[kind];
  const reporterId = reporterIds.samples[kind];
  return db()
    .selectDistinct({ reporterId, metric, variant })
    .from(sampleTables[kind])
    .where(isOfReporters("samples", reporters))
    .orderBy(asc(reporterId), asc(metric), asc(variant));
}

export type SampleRow = MetricVariant & { iteration: number; url: string; reportedAt: Date };

const byIteration = { samples: sampleTables, plots: plotTables };

/** Iterations that have samples or plots, from one on: the next lower ones, or the next higher ones. */
export async function listIterations(
  what: Reported,
  reporter: Reporter,
  asked: {
    metrics?: readonly MetricChoice[] | undefined;
    from?: number | undefined;
    earlier: boolean;
    limit: number;
  },
): Promise<number[]> {
  const table = byIteration[what][reporter.kind];
  const { iteration } = table;
  const rows = await db()
    .selectDistinct({ iteration })
    .from(table)
    .where(
      and(
        isOfReporters(what, only(reporter), asked.metrics),
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
export async function listSamples(
  reporter: Reporter,
  asked: {
    metrics?: readonly MetricChoice[] | undefined;
    iterations?: readonly number[] | undefined;
  } = {},
): Promise<SampleRow[]> {
  const table = sampleTables[reporter.kind];
  const { metric, variant, iteration, url, reportedAt } = table;
  return db()
    .select({ metric, variant, iteration, url, reportedAt })
    .from(table)
    .where(
      and(
        isOfReporters("samples", only(reporter), asked.metrics),
        asked.iterations && inArray(iteration, [...asked.iterations]),
      ),
    )
    .orderBy(desc(iteration), asc(metric), asc(variant));
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
