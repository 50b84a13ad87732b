import type { Reader } from "@/db/client";
import { limitsOf, type WorkspaceLimits } from "@/lib/core/billing/limits";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { settings } from "@/lib/server/env";

/** The limits that hold for a workspace now. */
export async function findLimits(workspaceId: WorkspaceId, on?: Reader): Promise<WorkspaceLimits> {
  return (await findLimitsOf([workspaceId], on)).get(workspaceId) ?? limitsOf(undefined, settings().limits);
}

export async function findLimitsOf(
  workspaceIds: readonly WorkspaceId[],
  _on?: Reader,
): Promise<Map<WorkspaceId, WorkspaceLimits>> {
  return new Map(workspaceIds.map((id) => [id, limitsOf(undefined, settings().limits)]));
}
