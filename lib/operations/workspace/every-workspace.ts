import type { Transaction } from "@/db/client";
import { countJoins } from "@/db/reads/accounts";
import { listEveryWorkspaceOfUser, type WorkspaceOfUser } from "@/db/reads/memberships";
import { takeLocks } from "@/db/writes/locks";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";

/** Every workspace that an account was in when this was read: before the transaction that changes something in all. */
export type KnownWorkspaces = { userId: UserId; joins: number; workspaces: readonly WorkspaceOfUser[] };

export async function findKnownWorkspaces(userId: UserId): Promise<KnownWorkspaces> {
  // Counted first: one that is joined between the two reads is then noticed, and not missed.
  const joins = await countJoins(userId);
  return { userId, joins, workspaces: await listEveryWorkspaceOfUser(userId) };
}

class JoinedMeanwhile extends Error {}

const mostAttempts = 20;

/** Tries again, from what is read before the transaction, where the account joined another workspace meanwhile. */
export async function retryWhenJoined<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof JoinedMeanwhile) || attempts === mostAttempts) throw error;
    }
  }
}

/**
 * Locks an account and every workspace that it is in, and those of `also`. A read over all workspaces has no place in
 * a transaction that writes, so what was read before is checked against the number of times the account joined one.
 */
export async function lockKnownWorkspaces(
  tx: Transaction,
  userId: UserId,
  known: KnownWorkspaces | undefined,
  also: readonly WorkspaceId[] = [],
): Promise<WorkspaceOfUser[]> {
  if (known?.userId !== userId) throw new JoinedMeanwhile();
  const workspaces = [...known.workspaces.map(({ id }) => id), ...also];
  const there = await takeLocks(tx, { accounts: [userId], workspaces });
  await checkKnownWorkspaces(tx, known);
  return known.workspaces.filter(({ id }) => there.has(id));
}

/** For a transaction that has locked them already. */
export async function checkKnownWorkspaces(
  tx: Transaction,
  { userId, joins }: KnownWorkspaces,
): Promise<void> {
  if ((await countJoins(userId, tx)) !== joins) throw new JoinedMeanwhile();
}
