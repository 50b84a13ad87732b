import { db } from "@/db/client";
import {
  findModels,
  listFrameworks,
  listModels,
  listModelsOfTasks,
  type ModelRecord,
} from "@/db/reads/models";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ListRequest } from "@/lib/core/resources/list-request";
import type { CallerAccess } from "../../access/caller-access";

export type { ModelRecord };

type Reader = { workspaceId: WorkspaceId; access: CallerAccess };

/** Those that the reader may see of them, in the order of the ids. */
export async function findReadableModels(
  { workspaceId, access }: Reader,
  ids: readonly string[],
): Promise<ModelRecord[]> {
  const readable = [...new Set(ids)].filter((id) => access.mayOf("model", "read", id));
  if (readable.length === 0) return [];
  const byId = new Map((await findModels(workspaceId, readable, db())).map((model) => [model.id, model]));
  return readable.flatMap((id) => byId.get(id) ?? []);
}

export function listReadableModels(
  { workspaceId, access }: Reader,
  request: ListRequest,
  belowProjects: readonly string[] | undefined,
): Promise<ModelRecord[]> {
  return listModels(workspaceId, access.scope("read", "model"), request, belowProjects, db());
}

/** The newest model of a task that the reader may see. */
export async function findModelOfTask(reader: Reader, taskId: string): Promise<ModelRecord | undefined> {
  const made = await listModelsOfTasks(reader.workspaceId, [taskId], db());
  const [model] = await findReadableModels(
    reader,
    made.map(({ id }) => id),
  );
  return model;
}

export function listFrameworksInUse(
  { workspaceId, access }: Reader,
  projectIds: readonly string[] | undefined,
): Promise<string[]> {
  return listFrameworks(workspaceId, access.scope("read", "model"), projectIds, db());
}
