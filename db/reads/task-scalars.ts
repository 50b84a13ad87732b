import { type SQL, type SQLChunk, sql } from "drizzle-orm";

export type LastScalar = {
  metric: string;
  variant: string;
  value: number;
  iteration: number;
  least: number;
  leastIteration: number;
  most: number;
  mostIteration: number;
};

/** The last, least and largest value of every scalar of a task, as JSON. */
export function lastScalarsOf(workspaceId: SQLChunk, taskId: SQL): SQL {
  return sql`(
    select coalesce(json_agg(json_build_object(
      'metric', s.metric, 'variant', s.variant, 'value', s.last_value, 'iteration', s.last_iteration,
      'least', s.least_value, 'leastIteration', s.least_iteration,
      'most', s.most_value, 'mostIteration', s.most_iteration
    ) order by s.metric, s.variant), '[]')
    from task_scalars s where s.workspace_id = ${workspaceId} and s.task_id = ${taskId}
  )`;
}
