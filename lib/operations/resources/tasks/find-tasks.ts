import { db } from "@/db/client";
import { listTasks, listTaskTypes, type TaskListOptions } from "@/db/reads/task-list";
import { findTasks, type TaskColumn, type TaskPart, type TaskPartOptions } from "@/db/reads/tasks";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ListRequest } from "@/lib/core/resources/list-request";
import type { CallerAccess } from "../../access/caller-access";

export type { TaskColumn, TaskPart };

type Reader = { workspaceId: WorkspaceId; access: CallerAccess };

/** Those that the reader may see of them, in the order of the ids. */
export async function findReadableTasks(
  { workspaceId, access }: Reader,
  ids: readonly string[],
  columns: readonly TaskColumn[],
  options: TaskPartOptions = {},
): Promise<TaskPart[]> {
  const readable = [...new Set(ids)].filter((id) => access.mayOf("task", "read", id));
  if (readable.length === 0) return [];
  const found = await findTasks(workspaceId, readable, columns, db(), options);
  const byId = new Map(found.map((task) => [task.id, task]));
  return readable.flatMap((id) => byId.get(id) ?? []);
}

export function listReadableTasks(
  { workspaceId, access }: Reader,
  request: ListRequest,
  columns: readonly TaskColumn[],
  options: TaskListOptions = {},
): Promise<TaskPart[]> {
  return listTasks(workspaceId, access.scope("read", "task"), request, columns, options, db());
}

export function listTypesInUse(
  { workspaceId, access }: Reader,
  projectIds: readonly string[] | undefined,
): Promise<string[]> {
  return listTaskTypes(workspaceId, access.scope("read", "task"), projectIds, db());
}
