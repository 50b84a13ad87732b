import { sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import { db } from "../client";
import { type PathStep, pathSteps, pathUpFrom } from "./browse-conditions";

export type Sample = {
  metric: string;
  variant: string;
  iteration: number;
  url: string;
  /** What the client said of it. */
  bytes: number | null;
};

export type TaskSamples = {
  taskName: string;
  path: PathStep[];
  /** How many the task has, and how many of them were asked for. */
  all: number;
  total: number;
  rows: Sample[];
};

type Wanted = { workspaceId: WorkspaceId; taskId: string; search: string; metric: string };

/** Debug samples of a task, the latest first, with where the task is. */
export async function readTaskSamples(
  { workspaceId, taskId, search, metric }: Wanted,
  { limit, offset }: { limit: number; offset: number },
): Promise<TaskSamples | undefined> {
  const pattern = containsPattern(search);
  const ofTask = sql`from task_samples where workspace_id = ${workspaceId} and task_id = ${taskId}`;
  const wanted = sql`${ofTask}
    ${metric === "" ? sql`` : sql`and metric = ${metric}`}
    ${search === "" ? sql`` : sql`and (metric ilike ${pattern} or variant ilike ${pattern})`}`;
  const [row] = await db().execute<{ samples: TaskSamples }>(sql`
    with recursive task as (
      select name, project_id from tasks where workspace_id = ${workspaceId} and id = ${taskId}
    ),
    ${pathUpFrom(workspaceId, sql`select project_id from task`)}
    select json_build_object(
      'taskName', t.name,
      'path', ${pathSteps},
      'all', (select count(*)::int ${ofTask}),
      'total', (select count(*)::int ${wanted}),
      'rows', (
        select coalesce(json_agg(shown), '[]') from (
          select metric, variant, iteration, url, bytes ${wanted}
          order by iteration desc, metric, variant limit ${limit} offset ${offset}
        ) shown
      )
    ) as samples
    from task t`);
  return row?.samples;
}
