import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { isAmong } from "./resource-filters";

export type MetricVariant = { metric: string; variant: string };
/** `reporterId` is the id of the task or of the model. */
export type ReportedName = MetricVariant & { reporterId: string };
/** Which metrics to read; a metric without variants stands for all of its variants. */
export type MetricChoice = { metric: string; variants?: readonly string[] | null | undefined };

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
