import { and, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { ListScope } from "@/lib/core/access/scope";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { ListTerms } from "@/lib/core/resources/list-terms";
import type { NamePattern } from "@/lib/core/resources/name-pattern";
import type { Reader } from "../client";
import { memberships } from "../schema/memberships";
import { models } from "../schema/models";
import { projects } from "../schema/projects";
import { taskScalars } from "../schema/task-reports";
import { tasks } from "../schema/tasks";
import { inScope, isAmong, listFits, nameMatches } from "./resource-filters";
import { idsBelow } from "./task-list";

const tables = { task: tasks, model: models } as const;
export type FacetType = keyof typeof tables;

/** Of the whole workspace, or of some projects, where null stands for none; with those in them or without. */
export type FacetPlace = {
  workspaceId: WorkspaceId;
  scope: ListScope;
  projectIds?: readonly (string | null)[] | undefined;
  below: boolean;
};
export type FacetPage = { offset: number; limit: number };
export type Paged<T> = { total: number; found: T[] };

const mostFound = 5_000;

function isThere(type: FacetType, { workspaceId, scope, projectIds, below }: FacetPlace): SQL | undefined {
  const { id, projectId, workspaceId: ofWorkspace } = tables[type];
  return and(
    eq(ofWorkspace, workspaceId),
    inScope(scope, { id, parentId: projectId }),
    isInProjects(workspaceId, projectId, projectIds, below),
  );
}

function isInProjects(
  workspaceId: WorkspaceId,
  column: AnyPgColumn,
  projectIds: readonly (string | null)[] = [],
  below = true,
): SQL | undefined {
  const named = projectIds.filter((id) => id !== null);
  const inNamed = below ? sql`${column} in ${idsBelow(workspaceId, named)}` : isAmong(column, named);
  return or(
    named.length > 0 ? inNamed : undefined,
    named.length < projectIds.length ? isNull(column) : undefined,
  );
}

export type TagFilter = { tags?: ListTerms | undefined; systemTags?: ListTerms | undefined };
export type TagsInUse = { tags: string[]; systemTags: string[] };

/** Of tasks, models or projects; of projects, a place names those themselves. */
export async function listTagsInUse(
  type: FacetType | "project",
  place: FacetPlace,
  filter: TagFilter,
  on: Reader,
): Promise<TagsInUse> {
  const table = { ...tables, project: projects }[type];
  const { workspaceId, scope, projectIds, below } = place;
  const there =
    type === "project"
      ? and(
          eq(projects.workspaceId, workspaceId),
          inScope(scope, { id: projects.id }),
          isInProjects(workspaceId, projects.id, projectIds, below),
        )
      : isThere(type, place);
  const where = and(
    there,
    filter.tags && listFits(table.tags, filter.tags),
    filter.systemTags && listFits(table.systemTags, filter.systemTags),
  );
  const distinct = async (column: AnyPgColumn) => {
    const rows = await on
      .selectDistinct({ tag: sql<string>`unnest(${column})` })
      .from(table)
      .where(where)
      .limit(mostFound);
    return rows.map(({ tag }) => tag).sort();
  };
  return { tags: await distinct(table.tags), systemTags: await distinct(table.systemTags) };
}

export type TaskParent = { id: string; name: string; projectId: string | null; projectName: string | null };

/** The tasks that others name as their parent, as far as the scope reaches them. */
export function listTaskParents(
  place: FacetPlace,
  { archived, name }: { archived: boolean | undefined; name: NamePattern | undefined },
  on: Reader,
): Promise<TaskParent[]> {
  const { workspaceId, scope } = place;
  const isArchived = sql`('archived' = any(${tasks.systemTags}))`;
  const parentIds = sql`(
    select ${tasks.parentId} from ${tasks}
    where ${and(isThere("task", place), archived === undefined ? undefined : eq(isArchived, archived))}
  )`;
  return on
    .select({ id: tasks.id, name: tasks.name, projectId: tasks.projectId, projectName: projects.name })
    .from(tasks)
    .leftJoin(projects, and(eq(projects.workspaceId, tasks.workspaceId), eq(projects.id, tasks.projectId)))
    .where(
      and(
        eq(tasks.workspaceId, workspaceId),
        inScope(scope, { id: tasks.id, parentId: tasks.projectId }),
        sql`${tasks.id} in ${parentIds}`,
        name && nameMatches(tasks.name, name),
      ),
    )
    .orderBy(tasks.name, tasks.id)
    .limit(mostFound);
}

/** The ids of those who made something there. */
export async function listOwnerIds(type: FacetType, place: FacetPlace, on: Reader): Promise<UserId[]> {
  const table = tables[type];
  const rows = await on
    .selectDistinct({ id: table.ownerUserId })
    .from(table)
    .where(isThere(type, place))
    .limit(mostFound);
  return rows.map(({ id }) => id);
}

export async function listProjectOwnerIds(place: FacetPlace, on: Reader): Promise<UserId[]> {
  const { workspaceId, scope, projectIds, below } = place;
  const rows = await on
    .selectDistinct({ id: projects.ownerUserId })
    .from(projects)
    .where(
      and(
        eq(projects.workspaceId, workspaceId),
        inScope(scope, { id: projects.id }),
        isInProjects(workspaceId, projects.id, projectIds, below),
      ),
    )
    .limit(mostFound);
  return rows.map(({ id }) => id);
}

/** Those of them who are members, by name. */
export function listMembersAmong(
  workspaceId: WorkspaceId,
  ids: readonly UserId[],
  on: Reader,
): Promise<{ id: UserId; name: string }[]> {
  return on
    .select({ id: memberships.userId, name: memberships.name })
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspaceId), isAmong(memberships.userId, ids)))
    .orderBy(memberships.name, memberships.userId);
}

export function listMetricVariants(
  place: FacetPlace,
  taskIds: readonly string[] | undefined,
  on: Reader,
): Promise<{ metric: string; variant: string }[]> {
  return on
    .selectDistinct({ metric: taskScalars.metric, variant: taskScalars.variant })
    .from(taskScalars)
    .innerJoin(tasks, and(eq(tasks.workspaceId, taskScalars.workspaceId), eq(tasks.id, taskScalars.taskId)))
    .where(
      and(
        eq(taskScalars.workspaceId, place.workspaceId),
        isThere("task", place),
        taskIds && isAmong(taskScalars.taskId, taskIds),
      ),
    )
    .orderBy(taskScalars.metric, taskScalars.variant)
    .limit(mostFound);
}

/** The sections and names of hyperparameters. */
export async function listParameterNames(
  place: FacetPlace,
  { offset, limit }: FacetPage,
  on: Reader,
): Promise<Paged<{ section: string; name: string }>> {
  const rows = await on.execute<{ section: string; name: string; total: number }>(sql`
    select section, name, count(*) over ()::int as total from (
      select distinct s.key as section, n.key as name from ${tasks},
        jsonb_each(${tasks.hyperparams}) s,
        jsonb_object_keys(case when jsonb_typeof(s.value) = 'object' then s.value else '{}' end) n(key)
      where ${isThere("task", place)}
    ) found order by section, name offset ${offset} limit ${limit}`);
  return { total: rows[0]?.total ?? 0, found: rows.map(({ section, name }) => ({ section, name })) };
}

/** The values that a hyperparameter has. */
export function listParameterValues(
  place: FacetPlace,
  { section, name, pattern }: { section: string; name: string; pattern: NamePattern | undefined },
  page: FacetPage,
  on: Reader,
): Promise<Paged<string>> {
  const value = sql`(${tasks.hyperparams} #>> ${sql.param([section, name, "value"])}::text[])`;
  // An expression stands where a column does.
  const fits = pattern && nameMatches(value as unknown as AnyPgColumn, pattern);
  return listValues("task", value, and(isThere("task", place), fits), page, on);
}

export async function listMetadataKeys(
  place: FacetPlace,
  page: FacetPage,
  on: Reader,
): Promise<Paged<string>> {
  return listValues("model", sql`jsonb_object_keys(${models.metadata})`, isThere("model", place), page, on);
}

export function listMetadataValues(
  place: FacetPlace,
  key: string,
  page: FacetPage,
  on: Reader,
): Promise<Paged<string>> {
  const value = sql`(${models.metadata} #>> ${sql.param([key, "value"])}::text[])`;
  return listValues("model", value, isThere("model", place), page, on);
}

async function listValues(
  type: FacetType,
  value: SQL,
  where: SQL | undefined,
  { offset, limit }: FacetPage,
  on: Reader,
): Promise<Paged<string>> {
  const rows = await on.execute<{ value: string; total: number }>(sql`
    select value, count(*) over ()::int as total from (
      select distinct ${value} as value from ${tables[type]} where ${where}
    ) found where value is not null order by value offset ${offset} limit ${limit}`);
  return { total: rows[0]?.total ?? 0, found: rows.map((row) => row.value) };
}
