import type { Reader } from "@/db/client";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";

/** Every user has one. Its log contains account events. */
export async function personalWorkspaceOf(on: Reader, userId: UserId): Promise<WorkspaceId> {
  const workspaceId = await findPersonalWorkspaceId(userId, on);
  if (!workspaceId) throw new Error("An account has no personal workspace.");
  return workspaceId;
}
