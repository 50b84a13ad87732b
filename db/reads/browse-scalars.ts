import { type SQL, sql } from "drizzle-orm";
import type { Point } from "@/lib/core/resources/series";

export type ShownSeries = {
  metric: string;
  variant: string;
  points: readonly Point[];
  last: Point;
  least: number;
  most: number;
};

/** The first by name, and how many there are. */
export type ShownScalars = { series: ShownSeries[]; total: number };

const mostSeries = 12;

/** As JSON, for a task or a model that `isOf` names. */
export function scalarsOf(table: "task_scalars" | "model_scalars", isOf: SQL): SQL {
  const name = sql.identifier(table);
  return sql`json_build_object(
    'total', (select count(*)::int from ${name} where ${isOf}),
    'series', (
      select coalesce(json_agg(json_build_object(
        'metric', metric, 'variant', variant, 'points', points,
        'last', json_build_array(last_iteration, last_value, last_at_ms),
        'least', least_value, 'most', most_value
      ) order by metric, variant), '[]')
      from (select * from ${name} where ${isOf} order by metric, variant limit ${mostSeries}) shown
    )
  )`;
}
