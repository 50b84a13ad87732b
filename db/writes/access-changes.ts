import { and, eq, lt, sql } from "drizzle-orm";
import type { AccessChange } from "@/lib/core/access/change";
import type { ObjectType } from "@/lib/core/access/object-types";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { accessChanges, accessHeads } from "../schema/access-changes";

/** How many versions are kept for processes that are behind. */
const keptVersions = 2_000;
const trimEvery = 100;

/**
 * Raises the version that decisions about access are judged by, and says what led to it. Every write of people, groups,
 * access rules and resources does so in its own transaction, before it is done.
 */
export async function recordAccessChanges(
  tx: Transaction,
  workspaceId: WorkspaceId,
  changes: readonly AccessChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const [head] = await tx
    .update(accessHeads)
    .set({ version: sql`${accessHeads.version} + 1` })
    .where(eq(accessHeads.workspaceId, workspaceId))
    .returning({ version: accessHeads.version });
  // A workspace that is gone has nothing left to decide about.
  if (!head) return;
  await tx.insert(accessChanges).values({ workspaceId, version: head.version, changes });
  if (head.version % trimEvery === 0) {
    const old = lt(accessChanges.version, head.version - keptVersions);
    await tx.delete(accessChanges).where(and(eq(accessChanges.workspaceId, workspaceId), old));
  }
}

/** Objects that are new, or are in another place than before. */
export function recordPlaces(
  tx: Transaction,
  workspaceId: WorkspaceId,
  type: ObjectType,
  placed: readonly { id: string; parent: string | null }[],
): Promise<void> {
  const changes = placed.map(
    ({ id, parent }) => ({ kind: "object_put", object: { id, type, parent } }) as const,
  );
  return recordAccessChanges(tx, workspaceId, changes);
}

export function recordRemovals(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<void> {
  const changes = ids.map((id) => ({ kind: "object_removed", id }) as const);
  return recordAccessChanges(tx, workspaceId, changes);
}
