import { and, asc, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ListRequest } from "@/lib/core/resources/list-request";
import type { Reader } from "../client";
import { projects } from "../schema/projects";
import { inScope, isAmong } from "./resource-filters";
import { fitsRequest, inOrder } from "./resource-list";

export type ProjectRecord = Omit<typeof projects.$inferSelect, "workspaceId">;

const recordColumns = {
  id: projects.id,
  parentId: projects.parentId,
  name: projects.name,
  basename: projects.basename,
  description: projects.description,
  defaultOutputDestination: projects.defaultOutputDestination,
  tags: projects.tags,
  systemTags: projects.systemTags,
  ownerUserId: projects.ownerUserId,
  createdAt: projects.createdAt,
  updatedAt: projects.updatedAt,
};

const columns: Readonly<Record<string, AnyPgColumn>> = {
  id: projects.id,
  name: projects.name,
  basename: projects.basename,
  description: projects.description,
  parent: projects.parentId,
  user: projects.ownerUserId,
  tags: projects.tags,
  system_tags: projects.systemTags,
  default_output_destination: projects.defaultOutputDestination,
  created: projects.createdAt,
  last_update: projects.updatedAt,
};

export function projectColumnOf(field: string): AnyPgColumn | undefined {
  return Object.hasOwn(columns, field) ? columns[field] : undefined;
}

export type ProjectListOptions = {
  /** Without those that are tagged as hidden. */
  withoutHidden?: boolean;
  /** Directly in one of these; null stands for no project. */
  parentIds?: readonly (string | null)[] | undefined;
  /** Anywhere below one of these. */
  belowIds?: readonly string[] | undefined;
  /** Only some of these. */
  among?: readonly string[] | undefined;
};

/** Only what the scope reaches. */
export function listProjects(
  workspaceId: WorkspaceId,
  scope: ListScope,
  request: ListRequest,
  options: ProjectListOptions,
  on: Reader,
): Promise<ProjectRecord[]> {
  return on
    .select(recordColumns)
    .from(projects)
    .where(
      and(
        eq(projects.workspaceId, workspaceId),
        inScope(scope, { id: projects.id }),
        fitsRequest(request, projectColumnOf),
        fitsOptions(workspaceId, options),
      ),
    )
    .orderBy(...inOrder(request, projectColumnOf, projects.id))
    .offset(request.offset)
    .limit(request.limit);
}

export function fitsOptions(
  workspaceId: WorkspaceId,
  { withoutHidden, parentIds, belowIds, among }: ProjectListOptions,
): SQL | undefined {
  return and(
    withoutHidden ? sql`not ('hidden' = any(${projects.systemTags}))` : undefined,
    parentIds && isDirectlyIn(parentIds),
    belowIds && isBelow(workspaceId, belowIds),
    among && isAmong(projects.id, among),
  );
}

function isDirectlyIn(parentIds: readonly (string | null)[]): SQL | undefined {
  const named = parentIds.filter((id) => id !== null);
  return or(
    named.length > 0 ? isAmong(projects.parentId, named) : undefined,
    named.length < parentIds.length ? isNull(projects.parentId) : undefined,
  );
}

function isBelow(workspaceId: WorkspaceId, ids: readonly string[]): SQL {
  return sql`exists (
    select 1 from projects top
    where top.workspace_id = ${workspaceId} and top.id = any(${sql.param([...ids])}::text[])
      and starts_with(${projects.name}, top.name || '/')
  )`;
}

export async function findProjects(
  workspaceId: WorkspaceId,
  ids: readonly string[],
  on: Reader,
): Promise<ProjectRecord[]> {
  return on
    .select(recordColumns)
    .from(projects)
    .where(and(eq(projects.workspaceId, workspaceId), isAmong(projects.id, ids)));
}

/** The ids by the whole names, of those that exist. */
export async function findProjectIdsByName(
  workspaceId: WorkspaceId,
  names: readonly string[],
  on: Reader,
): Promise<Map<string, string>> {
  const rows = await on
    .select({ id: projects.id, name: projects.name })
    .from(projects)
    .where(and(eq(projects.workspaceId, workspaceId), isAmong(projects.name, names)));
  return new Map(rows.map(({ id, name }) => [name, id]));
}

export type ProjectBelow = Pick<ProjectRecord, "id" | "parentId" | "name" | "basename" | "systemTags">;

/** All that are in it at any depth, without itself, by name. */
export async function listProjectsBelow(
  workspaceId: WorkspaceId,
  name: string,
  on: Reader,
): Promise<ProjectBelow[]> {
  const { id, parentId, basename, systemTags } = recordColumns;
  return on
    .select({ id, parentId, name: projects.name, basename, systemTags })
    .from(projects)
    .where(
      and(eq(projects.workspaceId, workspaceId), sql`starts_with(${projects.name}, ${`${name}/`}::text)`),
    )
    .orderBy(asc(projects.name));
}
