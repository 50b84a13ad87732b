import { and, eq, type SQL, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Reader } from "../client";
import { tasks } from "../schema/tasks";
import { isAmong } from "./resource-filters";

export type ProjectContents = {
  /** Reports are tasks, and are not counted among them here. */
  tasks: number;
  nonArchivedTasks: number;
  reports: number;
  nonArchivedReports: number;
  models: number;
  nonArchivedModels: number;
  datasets: number;
  dataviews: number;
  /** Projects among these that hold tasks which are not archived, and such that are controllers. */
  projectsWithTasks: string[];
  projectsWithControllers: string[];
};

/** What is in the projects themselves. */
export async function countProjectContents(
  workspaceId: WorkspaceId,
  projectIds: readonly string[],
  on: Reader,
): Promise<ProjectContents> {
  const among = sql`workspace_id = ${workspaceId} and project_id = any(${sql.param([...projectIds])}::text[])`;
  const [row] = await on.execute<{ contents: ProjectContents }>(sql`
    with t as (
      select project_id, type, 'archived' = any(system_tags) as archived, 'reports' = any(system_tags) as report
      from tasks where ${among}
    ),
    m as (select 'archived' = any(system_tags) as archived from models where ${among})
    select json_build_object(
      'tasks', (select count(*) from t where not report),
      'nonArchivedTasks', (select count(*) from t where not report and not archived),
      'reports', (select count(*) from t where report),
      'nonArchivedReports', (select count(*) from t where report and not archived),
      'models', (select count(*) from m),
      'nonArchivedModels', (select count(*) from m where not archived),
      'datasets', (select count(*) from datasets where ${among}),
      'dataviews', (select count(*) from dataviews where ${among}),
      'projectsWithTasks',
        (select coalesce(json_agg(distinct project_id), '[]') from t where not archived),
      'projectsWithControllers',
        (select coalesce(json_agg(distinct project_id), '[]') from t where not archived and type = 'controller')
    ) as contents`);
  if (!row) throw new Error("A count has one row.");
  return row.contents;
}

/** Of what is in the projects themselves. */
export async function listTaskIdsIn(
  workspaceId: WorkspaceId,
  projectIds: readonly string[],
  on: Reader,
): Promise<string[]> {
  const rows = await on
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.workspaceId, workspaceId), isAmong(tasks.projectId, projectIds)));
  return rows.map(({ id }) => id);
}

/** What the tasks in the projects uploaded. */
export async function countFilesOfProjects(
  workspaceId: WorkspaceId,
  projectIds: readonly string[],
  on: Reader,
): Promise<{ files: number; bytes: number }> {
  const [row] = await on.execute<{ files: number; bytes: number }>(sql`
    select count(*)::int as files, coalesce(sum(f.bytes), 0)::float8 as bytes
    from tasks t join files f on f.workspace_id = ${workspaceId} and f.task_id = t.id
    where t.workspace_id = ${workspaceId}
      and t.project_id = any(${sql.param([...projectIds])}::text[])`);
  return { files: row?.files ?? 0, bytes: row?.bytes ?? 0 };
}

const mostUrls = 10_000;

/** Where the files of what is in the projects are kept, for whoever deletes them. */
export async function listProjectUrls(
  workspaceId: WorkspaceId,
  projectIds: readonly string[],
  on: Reader,
): Promise<{ models: string[]; artifacts: string[] }> {
  const among = sql`workspace_id = ${workspaceId} and project_id = any(${sql.param([...projectIds])}::text[])`;
  const [row] = await on.execute<{ models: string[]; artifacts: string[] }>(sql`
    select
      array(select distinct uri from models where ${among} and uri <> '' limit ${mostUrls}) as models,
      array(
        select distinct artifact ->> 'uri' from tasks, jsonb_array_elements(tasks.artifacts) artifact
        where ${among} and artifact ->> 'uri' <> '' and coalesce(artifact ->> 'mode', 'output') = 'output'
        limit ${mostUrls}
      ) as artifacts`);
  return row ?? { models: [], artifacts: [] };
}

/** The URLs of everything in buckets that the tasks and models in the projects made and reported. */
export async function listObjectUrlsOfProjects(
  workspaceId: WorkspaceId,
  projectIds: readonly string[],
  on: Reader,
): Promise<string[]> {
  const rows = await on.execute<{ url: string }>(objectUrlsIn(workspaceId, projectIds));
  return rows.map(({ url }) => url);
}

/** How many of these would go with the projects: what a model elsewhere has stays. */
export async function countObjectsOfProjects(
  workspaceId: WorkspaceId,
  projectIds: readonly string[],
  on: Reader,
): Promise<number> {
  const [row] = await on.execute<{ objects: number }>(sql`
    select count(*)::int as objects from (${objectUrlsIn(workspaceId, projectIds)}) object
    where not exists (
      select 1 from models m
      where m.workspace_id = ${workspaceId} and md5(m.uri) = md5(object.url) and m.uri = object.url
        and (m.project_id = any(${sql.param([...projectIds])}::text[])) is not true
    )`);
  return row?.objects ?? 0;
}

function objectUrlsIn(workspaceId: WorkspaceId, projectIds: readonly string[]): SQL {
  const among = sql`workspace_id = ${workspaceId} and project_id = any(${sql.param([...projectIds])}::text[])`;
  return sql`
    with t as (select id, artifacts from tasks where ${among}),
    m as (select id, uri from models where ${among})
    select url from (
      select uri as url from m
      union
      select artifact ->> 'uri' from t, jsonb_array_elements(t.artifacts) artifact
      where coalesce(artifact ->> 'mode', 'output') = 'output'
      union
      select s.url from t join task_samples s on s.workspace_id = ${workspaceId} and s.task_id = t.id
      union
      select unnest(p.source_urls) from t join task_plots p on p.workspace_id = ${workspaceId} and p.task_id = t.id
      union
      select s.url from m join model_samples s on s.workspace_id = ${workspaceId} and s.model_id = m.id
      union
      select unnest(p.source_urls) from m join model_plots p on p.workspace_id = ${workspaceId} and p.model_id = m.id
    ) urls
    where ${isObjectUrl(sql`url`)}`;
}

/** Whether a column of URLs names objects in buckets. */
export function isObjectUrl(url: SQL): SQL {
  return sql`${url} ~* '^(s3|gs|azure)://'`;
}
