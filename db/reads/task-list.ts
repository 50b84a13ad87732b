import { and, eq, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ListRequest } from "@/lib/core/resources/list-request";
import type { Reader } from "../client";
import { projects } from "../schema/projects";
import { taskScalars } from "../schema/task-reports";
import { tasks } from "../schema/tasks";
import { inScope, isAmong } from "./resource-filters";
import { pageOf } from "./resource-list";
import { listTaskParts, type TaskColumn, type TaskPart, type TaskPartOptions } from "./tasks";

const columns: Readonly<Record<string, AnyPgColumn>> = {
  id: tasks.id,
  name: tasks.name,
  comment: tasks.comment,
  type: tasks.type,
  status: tasks.status,
  project: tasks.projectId,
  parent: tasks.parentId,
  user: tasks.ownerUserId,
  tags: tasks.tags,
  system_tags: tasks.systemTags,
  created: tasks.createdAt,
  started: tasks.startedAt,
  completed: tasks.completedAt,
  status_changed: tasks.statusChangedAt,
  last_update: tasks.updatedAt,
  last_change: tasks.updatedAt,
  last_iteration: tasks.lastIteration,
};

function columnOf(field: string): AnyPgColumn | SQL | undefined {
  if (Object.hasOwn(columns, field)) return columns[field];
  if (field === "execution.queue") return sql`(${tasks.execution} ->> 'queue')`;
  if (field === "active_duration") return activeSeconds;
  const [document, ...path] = field.split(".");
  switch (document) {
    case "hyperparams": {
      const [section = "", ...name] = path;
      return textAt(tasks.hyperparams, [section, name.join(".").replace(/\.value$/, ""), "value"]);
    }
    case "runtime":
      return textAt(tasks.runtime, [path.join(".")]);
    case "script":
      return textAt(tasks.script, path);
    case "last_metrics":
      return lastMetric(path);
  }
}

const activeSeconds = sql`extract(epoch from (coalesce(${tasks.completedAt}, ${tasks.updatedAt}) - ${tasks.startedAt}))`;

function textAt(document: AnyPgColumn, path: readonly string[]): SQL {
  return sql`(${document} #>> ${sql.param([...path])}::text[])`;
}

const metricColumns: Readonly<Record<string, AnyPgColumn>> = {
  value: taskScalars.lastValue,
  min_value: taskScalars.leastValue,
  max_value: taskScalars.mostValue,
  min_value_iteration: taskScalars.leastIteration,
  max_value_iteration: taskScalars.mostIteration,
};

/** Clients name metric and variant by the MD5 of their names. */
function lastMetric([metric = "", variant = "", value = ""]: readonly string[]): SQL | undefined {
  const column = Object.hasOwn(metricColumns, value) ? metricColumns[value] : undefined;
  return (
    column &&
    sql`(select ${column} from ${taskScalars}
      where ${taskScalars.workspaceId} = ${tasks.workspaceId} and ${taskScalars.taskId} = ${tasks.id}
        and md5(${taskScalars.metric}) = ${metric} and md5(${taskScalars.variant}) = ${variant} limit 1)`
  );
}

export type TaskListOptions = TaskPartOptions & {
  /** Those of these projects and of all below them. */
  belowProjects?: readonly string[] | undefined;
};

/** Only what the scope reaches. */
export function listTasks(
  workspaceId: WorkspaceId,
  scope: ListScope,
  request: ListRequest,
  wanted: readonly TaskColumn[],
  { belowProjects, ...options }: TaskListOptions,
  on: Reader,
): Promise<TaskPart[]> {
  const where = belowProjects && sql`${tasks.projectId} in ${idsBelow(workspaceId, belowProjects)}`;
  const page = pageOf(tasks, { workspaceId, scope, request, columnOf, where });
  return listTaskParts(page, wanted, options, on);
}

/** The projects themselves and all below them, by the beginning of their names. */
export function idsBelow(workspaceId: WorkspaceId, ids: readonly string[]): SQL {
  return sql`(
    select p.id from ${projects} top join ${projects} p
      on p.workspace_id = ${workspaceId} and (p.id = top.id or starts_with(p.name, top.name || '/'))
    where top.workspace_id = ${workspaceId} and ${isAmong(sql`top.id` as unknown as AnyPgColumn, ids)}
  )`;
}

/** The types that are in use, in the projects if any are named. */
export async function listTaskTypes(
  workspaceId: WorkspaceId,
  scope: ListScope,
  projectIds: readonly string[] | undefined,
  on: Reader,
): Promise<string[]> {
  const rows = await on
    .selectDistinct({ type: tasks.type })
    .from(tasks)
    .where(
      and(
        eq(tasks.workspaceId, workspaceId),
        inScope(scope, { id: tasks.id, parentId: tasks.projectId }),
        projectIds && isAmong(tasks.projectId, projectIds),
      ),
    );
  return rows.map(({ type }) => type).sort();
}

export { columnOf as taskColumnOf };
