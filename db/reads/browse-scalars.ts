import { type SQL, sql } from "drizzle-orm";
import type { Point, Series } from "@/lib/core/resources/series";

export type ShownSeries = {
  metric: string;
  variant: string;
  points: readonly Point[];
  last: Point;
  least: number;
  most: number;
  /** The same scalar of the task's parent. */
  beside?: Pick<Series, "points" | "last"> | null;
};

/** The first by name, and how many there are. */
export type ShownScalars = { series: ShownSeries[]; total: number };

const mostSeries = 12;

/** As JSON, for a task or a model that `isOf` names; `isOfParent` names the task whose scalars are beside them. */
export function scalarsOf(table: "task_scalars" | "model_scalars", isOf: SQL, isOfParent?: SQL): SQL {
  const name = sql.identifier(table);
  const last = sql`json_build_array(last_iteration, last_value, last_at_ms)`;
  const beside = isOfParent
    ? sql`(
        select json_build_object('points', points, 'last', ${last}) from ${name}
        where ${isOfParent} and metric = shown.metric and variant = shown.variant
      )`
    : sql`null`;
  return sql`json_build_object(
    'total', (select count(*)::int from ${name} where ${isOf}),
    'series', (
      select coalesce(json_agg(json_build_object(
        'metric', metric, 'variant', variant, 'points', points,
        'last', ${last}, 'beside', ${beside},
        'least', least_value, 'most', most_value
      ) order by metric, variant), '[]')
      from (select * from ${name} where ${isOf} order by metric, variant limit ${mostSeries}) shown
    )
  )`;
}
