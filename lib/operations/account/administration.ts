import { inTransaction, type Transaction } from "@/db/client";
import { findAccountByEmail, findProfile } from "@/db/reads/accounts";
import { findSubscriptionCopy } from "@/db/reads/billing";
import { listOwnedSharedWorkspaces } from "@/db/reads/workspaces";
import { deleteUser, updateUser } from "@/db/writes/accounts";
import { lockInstallation } from "@/db/writes/installation";
import { deleteSecondFactor } from "@/db/writes/sign-in-means";
import { deleteWorkspace } from "@/db/writes/workspaces";
import { isLive } from "@/lib/core/billing/subscription";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { isOwnPersonal } from "@/lib/core/workspace/personal";
import { now } from "@/lib/server/clock";
import { type AuditFacts, recordAudit, subjectOfOperator } from "../audit/audit";
import { recordInstallationEvent } from "../audit/installation-log";
import { findKnownWorkspaces, lockKnownWorkspaces, retryWhenJoined } from "../workspace/every-workspace";
import { endMembership } from "../workspace/memberships";
import { personalWorkspaceOf } from "../workspace/personal-workspace";
import { makeAccountLink } from "./links";

const resetLinkMs = 24 * 3_600_000;
const unknown = (email: string) => refused("not_found", `No account has the e-mail address ${email}.`);

/** The operator vouches for the address: whatever is matched by it counts from now on. */
export async function proveEmail(email: string): Promise<Outcome<{ alreadyProven: boolean }>> {
  const account = await findAccountByEmail(email);
  if (!account) return unknown(email);
  return inTransaction(async (tx) => {
    const profile = await findProfile(account.id, tx);
    if (profile?.emailProvenAt) return done({ alreadyProven: true });
    await updateUser(tx, account.id, { emailProvenAt: now() });
    await recordOperatorEvent(tx, account, { event: "account.email_proven" });
    return done({ alreadyProven: false });
  });
}

/** A link that sets a new password once. Earlier ones stop working. */
export async function makeResetLink(email: string): Promise<Outcome<{ link: string; expiresAt: Date }>> {
  const account = await findAccountByEmail(email);
  if (!account) return unknown(email);
  return inTransaction(async (tx) => {
    await recordOperatorEvent(tx, account, { event: "account.password_link_made" });
    const facts = { purpose: "reset_password", mailed: false, lifetimeMs: resetLinkMs } as const;
    return done(await makeAccountLink(tx, account.id, facts));
  });
}

/** For somebody who has lost the app and the recovery codes: the password alone opens the account again. */
export async function dropSecondFactor(email: string): Promise<Outcome> {
  const account = await findAccountByEmail(email);
  if (!account) return unknown(email);
  return inTransaction(async (tx) => {
    if (!(await deleteSecondFactor(tx, account.id))) {
      return refused("conflict", `${email} has not turned on two-factor authentication.`);
    }
    await recordOperatorEvent(tx, account, { event: "account.second_factor_off" });
    return done();
  });
}

/**
 * Takes an account out of every workspace and ends it, with its own personal workspace. Refused while it owns a shared
 * one. The installation's log keeps what was removed.
 */
export async function removeAccount(email: string): Promise<Outcome<{ workspaces: number }>> {
  return retryWhenJoined(async () => {
    const account = await findAccountByEmail(email);
    if (!account) return unknown(email);
    const known = await findKnownWorkspaces(account.id);
    return inTransaction(async (tx) => {
      await lockInstallation(tx);
      const memberOf = await lockKnownWorkspaces(tx, account.id, known);
      const owned = await listOwnedSharedWorkspaces(account.id, tx);
      if (owned.length > 0) {
        const names = owned.map((workspace) => `“${workspace.name}”`).join(", ");
        return refused("conflict", `${email} owns ${names}. Transfer ownership to another admin first.`);
      }
      if (await hasPaidPersonal(tx, memberOf, account.id)) {
        return refused(
          "conflict",
          `The personal workspace of ${email} has a subscription, which would go on after the workspace is deleted. Cancel it in Stripe first.`,
        );
      }
      const left: Record<string, unknown>[] = [];
      for (const workspace of memberOf) {
        const isPersonal = isOwnPersonal(workspace, account.id);
        if (isPersonal) await deleteWorkspace(tx, workspace.id);
        else await takeOut(tx, account, workspace.id);
        left.push({ id: workspace.id, name: workspace.name, deleted: isPersonal });
      }
      await deleteUser(tx, account.id);
      await recordInstallationEvent(tx, {
        by: "operator",
        event: "account.removed",
        targetId: account.id,
        targetName: account.email,
        before: { name: account.name, workspaces: left },
      });
      return done({ workspaces: memberOf.length });
    });
  });
}

/** With the workspace, Steward would forget that it is paid for. */
async function hasPaidPersonal(
  tx: Transaction,
  workspaces: readonly (Parameters<typeof isOwnPersonal>[0] & { id: WorkspaceId })[],
  userId: UserId,
): Promise<boolean> {
  const personal = workspaces.find((workspace) => isOwnPersonal(workspace, userId));
  const copy = personal ? await findSubscriptionCopy(personal.id, tx) : null;
  return copy !== null && isLive(copy.status);
}

async function takeOut(
  tx: Transaction,
  account: { id: UserId; email: string },
  workspaceId: WorkspaceId,
): Promise<void> {
  const revokedCredentials = await endMembership(tx, workspaceId, account.id);
  await recordAudit(tx, subjectOfOperator(workspaceId), {
    event: "account.removed",
    targetId: account.id,
    targetName: account.email,
    after: { revokedCredentials },
  });
}

async function recordOperatorEvent(
  tx: Transaction,
  account: { id: UserId; email: string },
  facts: Pick<AuditFacts, "event">,
): Promise<void> {
  const workspaceId = await personalWorkspaceOf(tx, account.id);
  await recordAudit(tx, subjectOfOperator(workspaceId), {
    ...facts,
    targetId: account.id,
    targetName: account.email,
  });
}
