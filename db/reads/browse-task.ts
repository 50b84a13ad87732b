import { sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ReportedQuery } from "@/lib/core/resources/browse";
import type { TaskStatus, TaskType } from "@/lib/core/resources/task";
import { db } from "../client";
import { nameOfMember, type PathStep, pathSteps, pathUpFrom } from "./browse-conditions";
import { plotsFrom, type ShownPlots } from "./browse-plots";
import { type SamplesAt, samplesAt } from "./browse-samples";
import { type ShownScalars, scalarsOf } from "./browse-scalars";
import { type Reporter, reportedBy } from "./reporters";

type Json = Record<string, unknown>;

export type LinkedModel = { id: string; name: string; ready: boolean };

export type TaskDetails = {
  id: string;
  name: string;
  type: TaskType;
  status: TaskStatus;
  statusReason: string;
  statusMessage: string;
  comment: string;
  tags: string[];
  systemTags: string[];
  projectId: string | null;
  ownerId: string;
  ownerName: string | null;
  createdAt: string;
  startedAt: string | null;
  completedAt: string | null;
  publishedAt: string | null;
  updatedAt: string;
  lastWorker: string | null;
  lastIteration: number | null;
  script: Json;
  container: Json;
  hyperparams: Json;
  configuration: Json;
  runtime: Json;
  artifacts: readonly Json[];
  artifactBytes: number;
  /** The projects that it is in, the outermost first. */
  path: PathStep[];
  parent: { id: string; name: string } | null;
  queue: { id: string; name: string } | null;
  /** Those that it made, and those that it began with. */
  models: LinkedModel[];
  inputModels: LinkedModel[];
};

const mostModels = 50;

export async function readTaskDetails(
  workspaceId: WorkspaceId,
  taskId: string,
): Promise<TaskDetails | undefined> {
  const [row] = await db().execute<{ task: TaskDetails }>(sql`
    with recursive task as (
      select * from tasks where workspace_id = ${workspaceId} and id = ${taskId}
    ),
    ${pathUpFrom(workspaceId, sql`select project_id from task`)}
    select json_build_object(
      'id', t.id, 'name', t.name, 'type', t.type, 'status', t.status,
      'statusReason', t.status_reason, 'statusMessage', t.status_message, 'comment', t.comment,
      'tags', t.tags, 'systemTags', t.system_tags, 'projectId', t.project_id,
      'ownerId', t.owner_user_id, 'ownerName', ${nameOfMember(workspaceId, sql`t.owner_user_id`)},
      'createdAt', t.created_at, 'startedAt', t.started_at, 'completedAt', t.completed_at,
      'publishedAt', t.published_at, 'updatedAt', t.updated_at,
      'lastWorker', t.last_worker, 'lastIteration', t.last_iteration
    )::jsonb || jsonb_build_object(
      'script', t.script, 'container', t.container, 'hyperparams', t.hyperparams,
      'configuration', t.configuration, 'runtime', t.runtime, 'artifacts', t.artifacts,
      'artifactBytes', t.artifact_bytes,
      'path', ${pathSteps},
      'parent', (
        select jsonb_build_object('id', p.id, 'name', p.name) from tasks p
        where p.workspace_id = ${workspaceId} and p.id = t.parent_id
      ),
      'queue', (
        select jsonb_build_object('id', q.id, 'name', q.name) from queue_entries e
        join queues q on q.workspace_id = ${workspaceId} and q.id = e.queue_id
        where e.workspace_id = ${workspaceId} and e.task_id = t.id
      ),
      'inputModels', (
        select coalesce(jsonb_agg(used), '[]') from (
          select m.id, m.name, m.ready from models m
          where m.workspace_id = ${workspaceId} and m.id in (
            select link ->> 'model' from jsonb_array_elements(
              case jsonb_typeof(t.models -> 'input') when 'array' then t.models -> 'input' else '[]' end
            ) link
          )
          order by m.name, m.id limit ${mostModels}
        ) used
      ),
      'models', (
        select coalesce(jsonb_agg(made), '[]') from (
          select m.id, m.name, m.ready from models m
          where m.workspace_id = ${workspaceId} and m.task_id = t.id order by m.id limit ${mostModels}
        ) made
      )
    ) as task
    from task t`);
  return row?.task;
}

export type LogLine = { atMs: number; level: string; worker: string; text: string };

export type TaskReports = {
  log: { lines: LogLine[]; kept: number };
  scalars: ShownScalars;
  samples: SamplesAt;
  plots: ShownPlots;
};

const mostLines = 100;

/** The end of its log, a page of its scalars by name, its plots, and debug samples of one iteration: one statement. */
export async function readTaskReports(
  workspaceId: WorkspaceId,
  taskId: string,
  reported: ReportedQuery,
): Promise<TaskReports> {
  const ofTask = sql`workspace_id = ${workspaceId} and task_id = ${taskId}`;
  const task: Reporter = { kind: "task", workspaceId, id: taskId };
  const ofParent = sql`workspace_id = ${workspaceId} and task_id = (
    select parent_id from tasks where workspace_id = ${workspaceId} and id = ${taskId}
  )`;
  const [row] = await db().execute<{ reports: TaskReports }>(sql`
    select json_build_object(
      'log', json_build_object(
        'kept', (select coalesce(sum(line_count), 0)::int from task_log_chunks where ${ofTask}),
        'lines', (
          select coalesce(json_agg(line order by number, place), '[]') from (
            select c.number, l.place, l.line from (
              select number, lines from task_log_chunks where ${ofTask}
              order by number desc limit ${mostLines}
            ) c cross join lateral jsonb_array_elements(c.lines) with ordinality as l(line, place)
            order by c.number desc, l.place desc limit ${mostLines}
          ) tail
        )
      ),
      'scalars', ${scalarsOf("task_scalars", { isOf: ofTask, isOfParent: ofParent, page: reported.scalars })},
      'samples', ${samplesAt(reportedBy(task, "samples"), reported)},
      'plots', ${plotsFrom(reportedBy(task, "plots"))}
    ) as reports`);
  if (!row) throw new Error("A statement without a table returned no row.");
  return row.reports;
}
