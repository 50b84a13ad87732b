import { type SQL, sql } from "drizzle-orm";
import { scalarsPerPage } from "@/lib/core/resources/browse";
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

/** One page of them by name, how many come before it, and how many there are. */
export type ShownScalars = { series: ShownSeries[]; before: number; total: number };

/**
 * As JSON, for a task or a model that `isOf` names; `isOfParent` names the task whose scalars are beside them. Behind the
 * last page it is the last one.
 */
export function scalarsOf(
  table: "task_scalars" | "model_scalars",
  { isOf, isOfParent, page }: { isOf: SQL; isOfParent?: SQL; page: number },
): SQL {
  const name = sql.identifier(table);
  const last = sql`json_build_array(last_iteration, last_value, last_at_ms)`;
  const beside = isOfParent
    ? sql`(
        select json_build_object('points', points, 'last', ${last}) from ${name}
        where ${isOfParent} and metric = shown.metric and variant = shown.variant
      )`
    : sql`null`;
  const pages = sql`least(${page}::float8 - 1, greatest(count(*) - 1, 0) / ${scalarsPerPage}::int)`;
  return sql`(select json_build_object(
    'total', counted.total,
    'before', counted.before,
    'series', (
      select coalesce(json_agg(json_build_object(
        'metric', metric, 'variant', variant, 'points', points,
        'last', ${last}, 'beside', ${beside},
        'least', least_value, 'most', most_value
      ) order by metric, variant), '[]')
      from (
        select * from ${name} where ${isOf} order by metric, variant
        limit ${scalarsPerPage} offset counted.before
      ) shown
    )
  ) from (
    select count(*)::int as total, (${pages} * ${scalarsPerPage})::int as before from ${name} where ${isOf}
  ) counted)`;
}
