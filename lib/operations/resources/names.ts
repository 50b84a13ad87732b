import { db } from "@/db/client";
import { findNames, type Named } from "@/db/reads/names";
import type { WorkspaceId } from "@/lib/core/identifiers";

/** Names by id; whoever asks has checked that they may know them. */
export function findNamesOf(
  workspaceId: WorkspaceId,
  ids: Readonly<Partial<Record<Named, readonly string[]>>>,
): Promise<Record<Named, Map<string, string>>> {
  return findNames(workspaceId, ids, db());
}
