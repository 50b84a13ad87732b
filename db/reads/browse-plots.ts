import { type SQL, sql } from "drizzle-orm";

/** The last one of a metric and variant. */
export type ShownPlot = {
  metric: string;
  variant: string;
  iteration: number;
  bytes: number;
  /** How many iterations there are of it. */
  kept: number;
};

/** The first by name, and how many metrics and variants there are. */
export type ShownPlots = { shown: ShownPlot[]; total: number };

const mostPlots = 20;

/** As JSON, from the rows that `from` names with its conditions. */
export function plotsFrom(from: SQL): SQL {
  return sql`json_build_object(
    'total', (select count(*)::int from (select distinct metric, variant ${from}) named),
    'shown', (
      select coalesce(json_agg(shown), '[]') from (
        select distinct on (metric, variant) metric, variant, iteration, octet_length("text") as bytes,
          count(*) over (partition by metric, variant)::int as kept
        ${from} order by metric, variant, iteration desc limit ${mostPlots}
      ) shown
    )
  )`;
}
