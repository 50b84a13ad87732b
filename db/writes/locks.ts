import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { lockUser } from "./accounts";
import { lockWorkspace } from "./audit-events";

export type Locks = { accounts?: readonly UserId[]; workspaces?: readonly WorkspaceId[] };

/**
 * Locks accounts, then workspaces, each in the order of their ids, until the transaction ends. Whoever needs more than
 * one lock takes them all here: in one order, no two transactions wait for each other. Returns the workspaces that
 * are there.
 */
export async function takeLocks(
  tx: Transaction,
  { accounts = [], workspaces = [] }: Locks,
): Promise<ReadonlySet<WorkspaceId>> {
  for (const userId of inOrder(accounts)) await lockUser(tx, userId);
  const there = new Set<WorkspaceId>();
  for (const workspaceId of inOrder(workspaces)) {
    if (await lockWorkspace(tx, workspaceId)) there.add(workspaceId);
  }
  return there;
}

function inOrder<T extends string>(ids: readonly T[]): T[] {
  return [...new Set(ids)].sort();
}
