import { inTransaction, type Transaction } from "@/db/client";
import { findCredential } from "@/db/reads/credentials";
import { findRoleFacts } from "@/db/reads/memberships";
import { findServiceAccountTraits } from "@/db/reads/service-accounts";
import { findLiveSession } from "@/db/reads/sessions";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import { type Locks, takeLocks } from "@/db/writes/locks";
import { readOnlySentence } from "@/lib/core/billing/limits";
import { isExpired } from "@/lib/core/credentials/expiry";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Actor, type ActorWith, grant } from "@/lib/core/workspace/actor";
import { accessEnded, changesSettings, type Permission, whyNoLonger } from "@/lib/core/workspace/permissions";
import { roleOf } from "@/lib/core/workspace/role";
import { now } from "@/lib/server/clock";
import { settings } from "@/lib/server/env";
import { livePeriod } from "@/lib/server/session-period";
import { findLimits } from "../billing/limits";
import { allowBreakingGuards, keepingGuards } from "./guarded";
import type { Revalidated } from "./revalidated";

export type { Revalidated };

const ended = refused("signed_out", accessEnded);

/** `takesAway`: the work adds and changes nothing, so a paused subscription leaves it open. */
type Also = Locks & { takesAway?: boolean };

/**
 * Begins what an actor changes in their workspace. Whatever ends the access of somebody there takes one of the locks
 * that are taken here, so that it comes before and is seen, or comes after. `also` names what else the work changes.
 */
export function actingIn<P extends Permission, T>(
  actor: ActorWith<P>,
  permission: NoInfer<P>,
  work: (tx: Transaction, revalidated: Revalidated<P>) => Promise<Outcome<T>>,
  { takesAway = false, ...also }: Also = {},
): Promise<Outcome<T>> {
  let known: Revalidated | null = null;
  return keepingGuards(
    () => known !== null && grant(known, "access_configuration.manage") !== undefined,
    () =>
      inTransaction(async (tx) => {
        const outcome = await revalidateActor(tx, actor, permission, also);
        if (!outcome.ok) return outcome;
        known = outcome.value;
        if (!takesAway && staysWhilePaused(actor, permission)) {
          const closed = await whyReadOnly(tx, actor.workspaceId);
          if (closed) return closed;
        }
        if (actor.savesAnyway) allowBreakingGuards(tx, outcome.value);
        return work(tx, outcome.value);
      }),
  );
}

/** What programs do with resources is refused before it begins. */
function staysWhilePaused({ via }: Actor, permission: Permission): boolean {
  return changesSettings(permission) || (permission === "resources.use" && via.by === "session");
}

async function whyReadOnly(tx: Transaction, workspaceId: WorkspaceId) {
  if (!settings().stripe) return undefined;
  const limits = await findLimits(workspaceId, tx);
  return limits.isReadOnly ? refused("conflict", readOnlySentence) : undefined;
}

/**
 * The same for a change of one's own account, which is logged in the personal workspace: only that one is
 * locked, so that those who share another workspace don't wait for each other.
 */
export function actingOnSelf<P extends Permission, T>(
  actor: ActorWith<P>,
  permission: NoInfer<P>,
  work: (tx: Transaction, revalidated: Revalidated<P>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return inTransaction(async (tx) => {
    const outcome = await revalidateSelf(tx, actor, permission);
    return outcome.ok ? work(tx, outcome.value) : outcome;
  });
}

/** Takes the locks and reads the actor again, in a transaction that has taken no lock yet. */
function revalidateActor<P extends Permission>(
  tx: Transaction,
  actor: ActorWith<P>,
  permission: NoInfer<P>,
  { accounts = [], workspaces = [] }: Locks = {},
): Promise<Outcome<Revalidated<P>>> {
  return lockAndRevalidate(tx, actor, permission, {
    accounts: [...accounts, actor.userId],
    workspaces: [...workspaces, actor.workspaceId],
  });
}

export async function revalidateSelf<P extends Permission>(
  tx: Transaction,
  actor: ActorWith<P>,
  permission: NoInfer<P>,
): Promise<Outcome<Revalidated<P>>> {
  const workspaces = [await findAccountLogWorkspaceId(tx, actor)];
  return lockAndRevalidate(tx, actor, permission, { accounts: [actor.userId], workspaces });
}

/** Where changes of the actor's account are logged. A service account has no personal workspace. */
export async function findAccountLogWorkspaceId(tx: Transaction, actor: Actor): Promise<WorkspaceId> {
  return (await findPersonalWorkspaceId(actor.userId, tx)) ?? actor.workspaceId;
}

async function lockAndRevalidate<P extends Permission>(
  tx: Transaction,
  actor: ActorWith<P>,
  permission: P,
  locks: Locks,
): Promise<Outcome<Revalidated<P>>> {
  await takeLocks(tx, locks);
  if (!(await isLetIn(tx, actor))) return ended;
  const standing = await findRoleFacts(actor.workspaceId, actor.userId, tx);
  if (!standing) return ended;
  const role = actor.impersonatedBy ? "impersonated" : roleOf(standing);
  const { isAdminAccount: _, ...known } = actor;
  const isAdminAccount = role === "service_account" && standing.inAdmins;
  const granted = grant({ ...known, role, ...(isAdminAccount ? { isAdminAccount } : {}) }, permission);
  return granted ? done(granted as Revalidated<P>) : refused("forbidden", whyNoLonger(permission));
}

/** A member whom a service account speaks for presents no credentials: those of the account count, while it may do so. */
async function isLetIn(
  tx: Transaction,
  { userId, workspaceId, via, impersonatedBy }: Actor,
): Promise<boolean> {
  if (via.by === "session")
    return (await findLiveSession(via.sessionId, livePeriod(), tx))?.userId === userId;
  if (impersonatedBy) {
    const account = await findServiceAccountTraits(workspaceId, impersonatedBy, tx);
    if (!account?.mayImpersonate) return false;
  }
  const credential = await findCredential(workspaceId, via.accessKey, tx);
  return credential?.userId === (impersonatedBy ?? userId) && !isExpired(credential.expiresAt, now());
}
