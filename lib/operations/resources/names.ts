import { db } from "@/db/client";
import { findNames, type Named } from "@/db/reads/names";
import type { WorkspaceId } from "@/lib/core/identifiers";

/** Names by id; whoever asks has checked that they may know them. */
export async function findNamesOf(
  workspaceId: WorkspaceId,
  ids: Readonly<Record<Named, readonly string[]>>,
): Promise<Record<Named, Map<string, string>>> {
  const [project, task, user] = await Promise.all([
    findNames(workspaceId, "project", ids.project, db()),
    findNames(workspaceId, "task", ids.task, db()),
    findNames(workspaceId, "user", ids.user, db()),
  ]);
  return { project, task, user };
}
