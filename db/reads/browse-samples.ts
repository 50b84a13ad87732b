import { type SQL, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type { SamplesAtQuery } from "@/lib/core/resources/browse";
import type { SampleChoice } from "@/lib/core/resources/sample-kind";
import { db } from "../client";
import { type PathStep, pathSteps, pathUpFrom } from "./browse-conditions";
import { type Reporter, reportedBy } from "./reporters";

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

/** The debug samples of one iteration. */
export type SamplesAt = {
  /** How many are kept of all metrics and iterations. */
  total: number;
  metrics: string[];
  /** Nothing, where there is none of the metric. */
  iteration: number | null;
  /** The iterations beside it that have samples of the metric. */
  earlier: number | null;
  later: number | null;
  /** As many as it has, and the first of them. */
  found: number;
  shown: Sample[];
};

const mostMetrics = 200;
const mostAtOnce = 24;

/** As JSON, from the rows that `from` names with its conditions. The iteration is the asked one, or the next before it. */
export function samplesAt(from: SQL, { metric, iteration }: SamplesAtQuery): SQL {
  const ofMetric = metric === "" ? from : sql`${from} and metric = ${metric}`;
  const chosen =
    iteration === undefined
      ? sql`(select max(iteration) ${ofMetric})`
      : sql`coalesce(
          (select max(iteration) ${ofMetric} and iteration <= ${iteration}::bigint),
          (select min(iteration) ${ofMetric})
        )`;
  return sql`(
    with chosen as materialized (select ${chosen} as at)
    select json_build_object(
      'total', (select count(*)::int ${from}),
      'metrics', (
        select coalesce(json_agg(metric order by metric), '[]')
        from (select distinct metric ${from} order by metric limit ${mostMetrics}) named
      ),
      'iteration', chosen.at,
      'earlier', (select max(iteration) ${ofMetric} and iteration < chosen.at),
      'later', (select min(iteration) ${ofMetric} and iteration > chosen.at),
      'found', (select count(*)::int ${ofMetric} and iteration = chosen.at),
      'shown', (
        select coalesce(json_agg(shown), '[]') from (
          select metric, variant, iteration, url, bytes ${ofMetric} and iteration = chosen.at
          order by metric, variant limit ${mostAtOnce}
        ) shown
      )
    )
    from chosen
  )`;
}

export type OneSample = {
  /** Of the task or model. */
  name: string;
  path: PathStep[];
  sample: Sample;
  /** Those beside it where the latest come first. */
  previous: SampleChoice | null;
  next: SampleChoice | null;
  /** The iterations that have the same metric and variant. */
  earlier: number | null;
  later: number | null;
};

/** One debug sample of a task or model with what is beside it. */
export async function readOneSample(
  reporter: Reporter,
  { metric, variant, iteration }: SampleChoice,
): Promise<OneSample | undefined> {
  const { kind, workspaceId, id } = reporter;
  const place = sql`json_build_object('metric', metric, 'variant', variant, 'iteration', iteration)`;
  const [row] = await db().execute<{ sample: OneSample }>(sql`
    with recursive reporter as (
      select name, project_id from ${sql.identifier(`${kind}s`)} where workspace_id = ${workspaceId} and id = ${id}
    ),
    ${pathUpFrom(workspaceId, sql`select project_id from reporter`)},
    placed as (
      select metric, variant, iteration, url, bytes,
        lag(${place}) over in_order as previous, lead(${place}) over in_order as next,
        lag(iteration) over of_variant as earlier, lead(iteration) over of_variant as later
      ${reportedBy(reporter, "samples")}
      window in_order as (order by iteration desc, metric, variant),
        of_variant as (partition by metric, variant order by iteration)
    )
    select json_build_object(
      'name', r.name, 'path', ${pathSteps},
      'sample', json_build_object(
        'metric', p.metric, 'variant', p.variant, 'iteration', p.iteration, 'url', p.url, 'bytes', p.bytes
      ),
      'previous', p.previous, 'next', p.next, 'earlier', p.earlier, 'later', p.later
    ) as sample
    from reporter r, placed p
    where p.metric = ${metric} and p.variant = ${variant} and p.iteration = ${iteration}::bigint`);
  return row?.sample;
}

type Wanted = { workspaceId: WorkspaceId; taskId: string; search: string; metric: string };

/** Debug samples of a task, the latest first, with where the task is. */
export async function readTaskSamples(
  { workspaceId, taskId, search, metric }: Wanted,
  { limit, offset }: { limit: number; offset: number },
): Promise<TaskSamples | undefined> {
  const pattern = containsPattern(search);
  const ofTask = reportedBy({ kind: "task", workspaceId, id: taskId }, "samples");
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
