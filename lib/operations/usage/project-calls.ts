import type { WorkspaceId } from "@/lib/core/identifiers";
import { countProjectCall } from "@/lib/server/call-meter";
import type { CallerAccess } from "../access/caller-access";

/** Counts a call for the project of the first object that it names and that is in one. */
export function countCallAbout(
  workspaceId: WorkspaceId,
  access: CallerAccess,
  objectIds: readonly string[],
): void {
  for (const objectId of objectIds) {
    const projectId = access.projectOf(objectId);
    if (projectId === undefined) continue;
    countProjectCall({ workspaceId, projectId });
    return;
  }
}
