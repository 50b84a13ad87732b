import { and, eq, lt, sql } from "drizzle-orm";
import type { AccessChange } from "@/lib/core/access/change";
import type { ObjectType } from "@/lib/core/access/object-types";
import type { Principal } from "@/lib/core/access/types";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { beforeCommit, type Transaction } from "../client";
import { accessChanges, accessHeads } from "../schema/access-changes";
import { accessGuards } from "../schema/access-guards";
import { checkGuards } from "./access-guards";

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
  const head = await recordHarmless(tx, workspaceId, changes);
  if (head?.isGuarded) checkGuardsAtEnd(workspaceId);
}

/** For a transaction that adds guards: they are judged with all that it changes. */
export function checkGuardsAtEnd(workspaceId: WorkspaceId): void {
  beforeCommit(`guards of ${workspaceId}`, (whole) => checkGuards(whole, workspaceId));
}

/** For changes that can't make a guard untrue: what is new, and joins no group but those that everybody is in. */
async function recordHarmless(
  tx: Transaction,
  workspaceId: WorkspaceId,
  changes: readonly AccessChange[],
): Promise<{ isGuarded: boolean } | undefined> {
  if (changes.length === 0) return undefined;
  const guards = tx.select().from(accessGuards).where(eq(accessGuards.workspaceId, workspaceId));
  const [head] = await tx
    .update(accessHeads)
    .set({ version: sql`${accessHeads.version} + 1` })
    .where(eq(accessHeads.workspaceId, workspaceId))
    .returning({ version: accessHeads.version, isGuarded: sql<boolean>`exists (${guards})` });
  // A workspace that is gone has nothing left to decide about.
  if (!head) return undefined;
  await tx.insert(accessChanges).values({ workspaceId, version: head.version, changes });
  if (head.version % trimEvery === 0) {
    const old = lt(accessChanges.version, head.version - keptVersions);
    await tx.delete(accessChanges).where(and(eq(accessChanges.workspaceId, workspaceId), old));
  }
  return head;
}

type Placed = { id: string; parent: string | null };

/** Objects that are in another place than before. */
export function recordPlaces(
  tx: Transaction,
  workspaceId: WorkspaceId,
  type: ObjectType,
  placed: readonly Placed[],
): Promise<void> {
  return recordAccessChanges(tx, workspaceId, placesOf(type, placed));
}

export async function recordNewObjects(
  tx: Transaction,
  workspaceId: WorkspaceId,
  type: ObjectType,
  placed: readonly Placed[],
): Promise<void> {
  await recordHarmless(tx, workspaceId, placesOf(type, placed));
}

/** A member who joins or whose traits change; what they are put into is recorded by itself. */
export async function recordPrincipal(
  tx: Transaction,
  workspaceId: WorkspaceId,
  principal: Principal,
): Promise<void> {
  await recordHarmless(tx, workspaceId, [{ kind: "principal_put", principal }]);
}

function placesOf(type: ObjectType, placed: readonly Placed[]): AccessChange[] {
  return placed.map(({ id, parent }) => ({ kind: "object_put", object: { id, type, parent } }));
}

export function recordRemovals(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<void> {
  const changes = ids.map((id) => ({ kind: "object_removed", id }) as const);
  return recordAccessChanges(tx, workspaceId, changes);
}
