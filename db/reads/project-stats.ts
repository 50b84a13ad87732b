import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ListRequest } from "@/lib/core/resources/list-request";
import type { ListTerms } from "@/lib/core/resources/list-terms";
import type { TaskStatus } from "@/lib/core/resources/task";
import type { Reader } from "../client";
import { models } from "../schema/models";
import { projects } from "../schema/projects";
import { tasks } from "../schema/tasks";
import { isAmong, listFits } from "./resource-filters";
import { fitsRequest } from "./resource-list";
import { taskColumnOf } from "./task-list";

/** The projects that are asked about, which the asker may read with everything in them. */
export type StatsPlace = {
  workspaceId: WorkspaceId;
  projectIds: readonly string[];
  /** With the projects in them, and hidden ones among these. */
  below: boolean;
  hidden: boolean;
  /** Of those in them, only some. */
  among?: readonly string[] | undefined;
};

export type StatsFilter = { request?: ListRequest | undefined; userIds?: readonly string[] | undefined };

const ids = (values: readonly string[]) => sql`${sql.param([...values])}::text[]`;

/** Each project that is asked about beside itself and all that are in it. */
function within({ workspaceId, projectIds, below, hidden, among }: StatsPlace): SQL {
  const tops = sql`select id, name from projects where workspace_id = ${workspaceId} and id = any(${ids(projectIds)})`;
  if (!below) return sql`with tops as (${tops}), within as (select id as top, id, name from tops)`;
  const shows = hidden ? sql`true` : sql`not ('hidden' = any(system_tags))`;
  const chosen = among ? sql`id = any(${ids(among)})` : sql`true`;
  return sql`with recursive tops as (${tops}), tree as (
    select id as top, id, name, true as shown from tops
    union all
    select tree.top, p.id, p.name, p.shown from tree
    cross join lateral (
      select id, name, ${shows} and ${chosen} as shown from projects
      where workspace_id = ${workspaceId} and parent_id = tree.id
      offset 0
    ) p
  ), within as (select top, id, name from tree where shown)`;
}

export type ProjectBelow = { top: string; id: string; name: string };

export async function listProjectsWithin(place: StatsPlace, on: Reader): Promise<ProjectBelow[]> {
  const rows = await on.execute<ProjectBelow>(sql`
    ${within(place)} select top, id, name from within where id <> top order by name, id`);
  return [...rows];
}

export type StatusStats = {
  top: string;
  status: TaskStatus;
  tasks: number;
  seconds: number;
  recentlyCompleted: number;
  lastStartedMs: number | null;
};

function isCounted({ request, userIds }: StatsFilter): SQL | undefined {
  return and(
    sql`not ('archived' = any(${tasks.systemTags}))`,
    request && fitsRequest(request, taskColumnOf),
    userIds && isAmong(tasks.ownerUserId, userIds),
  );
}

/** Of the tasks that are not archived. */
export async function countTasksByStatus(
  place: StatsPlace,
  filter: StatsFilter,
  completedAfter: Date,
  on: Reader,
): Promise<StatusStats[]> {
  const rows = await on.execute<StatusStats>(sql`
    ${within(place)}
    select within.top, own.status, sum(own.tasks)::int as tasks, extract(epoch from sum(own.took))::float8 as seconds,
      sum(own.recent)::int as "recentlyCompleted",
      (extract(epoch from max(own.last_started)) * 1000)::float8 as "lastStartedMs"
    from within
    cross join lateral (
      select status, count(*) as tasks,
        coalesce(sum(date_trunc('second', completed_at - started_at)) filter (where completed_at > started_at),
          interval '0') as took,
        count(*) filter (where completed_at > ${completedAfter.toISOString()}::timestamptz
          and status not in ('queued', 'in_progress', 'failed')) as recent,
        max(started_at) as last_started
      from tasks
      where workspace_id = ${place.workspaceId} and project_id = within.id and ${isCounted(filter)}
      group by status
      offset 0
    ) own
    group by within.top, own.status`);
  return [...rows];
}

/** What is in each project itself and not archived. */
export async function countOwnContents(
  { workspaceId, projectIds }: StatsPlace,
  filter: StatsFilter,
  on: Reader,
): Promise<Map<string, { tasks: number; models: number }>> {
  const counts = new Map(projectIds.map((id) => [id, { tasks: 0, models: 0 }]));
  const ofTasks = await on
    .select({ projectId: tasks.projectId, total: sql<number>`count(*)::int` })
    .from(tasks)
    .where(and(eq(tasks.workspaceId, workspaceId), isAmong(tasks.projectId, projectIds), isCounted(filter)))
    .groupBy(tasks.projectId);
  const ofModels = await on
    .select({ projectId: models.projectId, total: sql<number>`count(*)::int` })
    .from(models)
    .where(
      and(
        eq(models.workspaceId, workspaceId),
        isAmong(models.projectId, projectIds),
        sql`not ('archived' = any(${models.systemTags}))`,
        filter.userIds && isAmong(models.ownerUserId, filter.userIds),
      ),
    )
    .groupBy(models.projectId);
  for (const { projectId, total } of ofTasks) (counts.get(projectId ?? "") ?? { tasks: 0 }).tasks = total;
  for (const { projectId, total } of ofModels) (counts.get(projectId ?? "") ?? { models: 0 }).models = total;
  return counts;
}

export type DatasetFiles = { projectId: string; files: number; bytes: number };

/** Of the newest version of the dataset that a project stands for. */
export async function listDatasetFiles(
  { workspaceId, projectIds }: StatsPlace,
  on: Reader,
): Promise<DatasetFiles[]> {
  const number = (key: string) =>
    sql`case when jsonb_typeof(runtime -> ${key}) = 'number' then (runtime ->> ${key})::float8 else 0 end`;
  const rows = await on.execute<DatasetFiles>(sql`
    select distinct on (project_id) project_id as "projectId",
      ${number("ds_file_count")} as files, ${number("ds_total_size")} as bytes
    from tasks
    where workspace_id = ${workspaceId} and project_id = any(${ids(projectIds)})
      and runtime <> '{}' and not ('archived' = any(system_tags))
    order by project_id, updated_at desc`);
  return [...rows];
}

export type DatasetCount = { top: string; datasets: number; tags: string[] };

/** The projects that stand for datasets, in the ones asked about and below. */
export async function countDatasetProjects(
  place: StatsPlace,
  { tags, userIds }: { tags: ListTerms | undefined; userIds: readonly string[] | undefined },
  on: Reader,
): Promise<DatasetCount[]> {
  const rows = await on.execute<DatasetCount>(sql`
    ${within(place)},
    found as (
      select within.top, projects.id, projects.tags from within
      join projects on projects.workspace_id = ${place.workspaceId} and projects.parent_id = within.id
      where ${and(
        sql`'dataset' = any(${projects.systemTags})`,
        tags && listFits(projects.tags, tags),
        userIds && isAmong(projects.ownerUserId, userIds),
      )}
    )
    select top, count(*)::int as datasets,
      array(select distinct unnest(f.tags) from found f where f.top = found.top order by 1) as tags
    from found group by top`);
  return [...rows];
}

export type ChildrenType = "pipeline" | "dataset" | "report";
export type WantedChildren = {
  type: ChildrenType | undefined;
  tags: ListTerms | undefined;
  userIds: readonly string[] | undefined;
};

/** Projects that stand for a pipeline or a dataset or hold reports, or where somebody made something; and those they are in. */
export async function listProjectsWithChildren(
  workspaceId: WorkspaceId,
  { type, tags, userIds }: WantedChildren,
  on: Reader,
): Promise<string[]> {
  const rows = await on.execute<{ id: string }>(sql`
    with chosen as (${chosenNames(workspaceId, { type, tags, userIds })}),
    names as (
      select distinct array_to_string(split.parts[1:depth], '/') as name
      from chosen
      cross join lateral (select string_to_array(chosen.name, '/') as parts) split
      cross join lateral generate_series(1, cardinality(split.parts)) depth
    )
    select projects.id from projects join names on names.name = projects.name
    where projects.workspace_id = ${workspaceId}`);
  return rows.map(({ id }) => id);
}

function chosenNames(workspaceId: WorkspaceId, { type, tags, userIds }: WantedChildren): SQL {
  const of = (column: AnyPgColumn) => userIds && isAmong(column, userIds);
  const ofProjects = (condition: SQL | undefined) =>
    sql`select name from projects where ${and(eq(projects.workspaceId, workspaceId), condition)}`;
  const holding = (table: typeof tasks | typeof models, condition: SQL | undefined) =>
    ofProjects(sql`${projects.id} in (
      select ${table.projectId} from ${table} where ${and(eq(table.workspaceId, workspaceId), condition)}
    )`);
  if (type === "report") {
    return holding(
      tasks,
      and(
        sql`'reports' = any(${tasks.systemTags})`,
        tags && listFits(tasks.tags, tags),
        of(tasks.ownerUserId),
      ),
    );
  }
  if (type) {
    return ofProjects(
      and(
        sql`${type}::text = any(${projects.systemTags})`,
        sql`${projects.basename} <> ${`.${type}s`}`,
        tags && listFits(projects.tags, tags),
        of(projects.ownerUserId),
      ),
    );
  }
  return sql`
    ${ofProjects(of(projects.ownerUserId))}
    union ${holding(tasks, of(tasks.ownerUserId))}
    union ${holding(models, of(models.ownerUserId))}`;
}
