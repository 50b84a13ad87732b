import { and, eq, inArray, sql } from "drizzle-orm";
import { load } from "@/lib/core/access/engine";
import { findRulesWithin, GuardsBroken, isKept } from "@/lib/core/access/guards/guard";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { type GuardView, guardOf, listGuards, readWorldAround } from "../reads/access-guards";
import { accessGuards } from "../schema/access-guards";

type Note = (tx: Transaction, broken: readonly GuardView[]) => Promise<void>;
const allowing = new WeakMap<Transaction, Note>();

/** What the transaction changes may make guards untrue: `note` is told of them. */
export function allowBrokenGuards(tx: Transaction, note: Note): void {
  allowing.set(tx, note);
}

/**
 * Throws where a guard that was true no longer is, unless the transaction may do that. Those that an admin broke before
 * are no reason, and count again once they are true.
 */
export async function checkGuards(tx: Transaction, workspaceId: WorkspaceId): Promise<void> {
  const guards = await listGuards(workspaceId, tx);
  if (guards.length === 0) return;
  const targetIds = guards.map(({ object }) => object.id);
  const engine = load(await readWorldAround(workspaceId, targetIds, tx));
  const within = findRulesWithin(engine, guards.map(guardOf));
  const kept = new Set(guards.filter((guard) => isKept(guardOf(guard), engine, within)));
  const broken = guards.filter((guard) => !kept.has(guard) && guard.brokenAt === null);
  const mended = guards.filter((guard) => kept.has(guard) && guard.brokenAt !== null);
  await mark(tx, workspaceId, mended, false);
  if (broken.length === 0) return;
  const note = allowing.get(tx);
  if (!note) throw new GuardsBroken(broken.map(({ name, text }) => ({ name, text })));
  await mark(tx, workspaceId, broken, true);
  await note(tx, broken);
}

async function mark(
  tx: Transaction,
  workspaceId: WorkspaceId,
  guards: readonly GuardView[],
  broken: boolean,
): Promise<void> {
  if (guards.length === 0) return;
  const ids = guards.map(({ id }) => id);
  await tx
    .update(accessGuards)
    .set({ brokenAt: broken ? sql`now()` : null })
    .where(and(eq(accessGuards.workspaceId, workspaceId), inArray(accessGuards.id, ids)));
}

export async function insertGuard(
  tx: Transaction,
  workspaceId: WorkspaceId,
  guard: Omit<typeof accessGuards.$inferInsert, "workspaceId">,
): Promise<void> {
  await tx.insert(accessGuards).values({ ...guard, workspaceId });
}

export function deleteGuard(tx: Transaction, workspaceId: WorkspaceId, guardId: string): Promise<void> {
  return deleteGuards(tx, workspaceId, [guardId]);
}

export async function deleteGuards(
  tx: Transaction,
  workspaceId: WorkspaceId,
  guardIds: readonly string[],
): Promise<void> {
  if (guardIds.length === 0) return;
  await tx
    .delete(accessGuards)
    .where(and(eq(accessGuards.workspaceId, workspaceId), inArray(accessGuards.id, [...guardIds])));
}

/** Those about objects that are deleted. */
export async function deleteGuardsAbout(
  tx: Transaction,
  workspaceId: WorkspaceId,
  targetIds: readonly string[],
): Promise<void> {
  await tx
    .delete(accessGuards)
    .where(and(eq(accessGuards.workspaceId, workspaceId), inArray(accessGuards.targetId, [...targetIds])));
}
