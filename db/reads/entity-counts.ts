import { and, eq, type SQL, sql } from "drizzle-orm";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ListRequest } from "@/lib/core/resources/list-request";
import type { Reader } from "../client";
import { models } from "../schema/models";
import { projects } from "../schema/projects";
import { tasks } from "../schema/tasks";
import { modelColumnOf } from "./models";
import { fitsOptions, type ProjectListOptions, projectColumnOf } from "./projects";
import { inScope, isAmong } from "./resource-filters";
import { fitsRequest } from "./resource-list";
import { idsBelow, taskColumnOf } from "./task-list";

/** What is counted of the objects that the scope reaches, at most up to `most`. */
export type Counted = {
  workspaceId: WorkspaceId;
  scope: ListScope;
  request: ListRequest;
  userIds: readonly string[] | undefined;
  most: number | undefined;
};

export type CountedContents = Counted & {
  /** Those of these projects and of all below them. */
  belowProjects: readonly string[] | undefined;
  withoutHidden: boolean;
};

export function countTasks(asked: CountedContents, on: Reader): Promise<number> {
  const { workspaceId, scope, request, userIds, belowProjects, withoutHidden } = asked;
  const where = and(
    eq(tasks.workspaceId, workspaceId),
    inScope(scope, { id: tasks.id, parentId: tasks.projectId }),
    fitsRequest(request, taskColumnOf),
    belowProjects && sql`${tasks.projectId} in ${idsBelow(workspaceId, belowProjects)}`,
    withoutHidden ? sql`not ('hidden' = any(${tasks.systemTags}))` : undefined,
    userIds && isAmong(tasks.ownerUserId, userIds),
  );
  return countRows(sql`${tasks}`, where, asked.most, on);
}

export function countModels(asked: CountedContents, on: Reader): Promise<number> {
  const { workspaceId, scope, request, userIds, belowProjects } = asked;
  const where = and(
    eq(models.workspaceId, workspaceId),
    inScope(scope, { id: models.id, parentId: models.projectId }),
    fitsRequest(request, modelColumnOf),
    belowProjects && sql`${models.projectId} in ${idsBelow(workspaceId, belowProjects)}`,
    userIds && isAmong(models.ownerUserId, userIds),
  );
  return countRows(sql`${models}`, where, asked.most, on);
}

export function countProjects(
  { workspaceId, scope, request, most }: Omit<Counted, "userIds">,
  options: ProjectListOptions,
  on: Reader,
): Promise<number> {
  const where = and(
    eq(projects.workspaceId, workspaceId),
    inScope(scope, { id: projects.id }),
    fitsRequest(request, projectColumnOf),
    fitsOptions(workspaceId, options),
  );
  return countRows(sql`${projects}`, where, most, on);
}

async function countRows(
  from: SQL,
  where: SQL | undefined,
  most: number | undefined,
  on: Reader,
): Promise<number> {
  const [row] = await on.execute<{ total: number }>(sql`
    select count(*)::int as total from (
      select 1 from ${from} where ${where} ${most === undefined ? sql`` : sql`limit ${most}`}
    ) found`);
  return row?.total ?? 0;
}
