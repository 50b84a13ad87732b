import type { Transaction } from "@/db/client";
import { listPendingInvitations } from "@/db/reads/invitations";
import { listOtherMembers, type OtherMember } from "@/db/reads/memberships";
import { findPersonalVault } from "@/db/reads/vaults";
import { deleteAccountLinks, lockUser, updateUser } from "@/db/writes/accounts";
import { deleteAllCredentials, deleteCredentialsOfMember } from "@/db/writes/credentials";
import { settleInvitation } from "@/db/writes/invitations";
import { deleteKnownBrowsers } from "@/db/writes/known-browsers";
import { deleteQueuedMails } from "@/db/writes/mails";
import { deleteSessions } from "@/db/writes/sessions";
import { deleteSignInMeans } from "@/db/writes/sign-in-means";
import { updateVaultEnabled } from "@/db/writes/vaults";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { isOwnPersonal } from "@/lib/core/workspace/personal";
import { now } from "@/lib/server/clock";
import { type AuditFacts, recordAudit, subjectOfEntry } from "../audit/audit";
import { type KnownWorkspaces, lockKnownWorkspaces } from "../workspace/every-workspace";
import { endMembership } from "../workspace/memberships";
import { recordEntryEvent } from "./events";

type Account = { id: UserId; name: string; email: string };

/** Locks the account, so that what follows builds on the answer. */
export async function isUnproven(tx: Transaction, userId: UserId): Promise<boolean> {
  return !(await lockUser(tx, userId))?.emailProvenAt;
}

/**
 * Gives the account to the proven holder of its address. Removes password, sessions, links, API credentials,
 * second factor and identities, turns vaults off, and removes all other members from the personal workspace.
 * The caller has locked the account.
 */
export async function takeOverAccount(
  tx: Transaction,
  {
    account,
    passwordHash,
    ip,
    known,
  }: {
    account: Account;
    /** Nothing where the holder sets one later. */
    passwordHash: string | null;
    ip: string | null;
    /** Read before the transaction, which is retried if the account is in other workspaces too. */
    known: KnownWorkspaces | undefined;
  },
): Promise<void> {
  const workspaces = await lockKnownWorkspaces(tx, account.id, known);
  const at = now();
  const endedSessions = await deleteSessions(tx, account.id);
  const revoked = await deleteAllCredentials(tx, account.id);
  await deleteAccountLinks(tx, account.id);
  await deleteSignInMeans(tx, account.id);
  await deleteKnownBrowsers(tx, account.id);
  const passwordChangedAt = passwordHash === null ? null : at;
  await updateUser(tx, account.id, { passwordHash, passwordChangedAt, emailProvenAt: at });
  for (const workspace of workspaces) {
    const { id } = workspace;
    const log = logOf(tx, id, account, ip);
    await turnVaultOff(tx, id, account.id, log);
    if (isOwnPersonal(workspace, account.id)) await leaveHolderAlone(tx, id, account.id, log);
    else await log.revoked(account, revoked.get(id) ?? 0);
  }
  const revokedCredentials = [...revoked.values()].reduce((sum, each) => sum + each, 0);
  await recordEntryEvent(tx, account, ip, {
    event: "account.email_proven",
    after: { endedSessions, revokedCredentials },
  });
}

type Log = ReturnType<typeof logOf>;

function logOf(tx: Transaction, workspaceId: WorkspaceId, account: Account, ip: string | null) {
  const subject = subjectOfEntry(workspaceId, account, ip);
  const record = (facts: AuditFacts) => recordAudit(tx, subject, facts);
  return {
    record,
    revoked: async (holder: { id: UserId; name: string }, count: number) => {
      if (count === 0) return;
      const { id: targetId, name: targetName } = holder;
      const before = { userId: targetId, revokedCredentials: count };
      await record({ event: "credentials.revoked", targetId, targetName, before });
    },
  };
}

/** The text of the vault is kept. */
async function turnVaultOff(tx: Transaction, workspaceId: WorkspaceId, userId: UserId, log: Log) {
  const vault = await findPersonalVault(workspaceId, userId, tx);
  if (!vault?.enabled) return;
  await updateVaultEnabled(tx, workspaceId, vault.id, false, now());
  await log.record({
    event: "vault.deactivated",
    targetId: vault.id,
    targetName: "Personal vault",
    before: { enabled: true },
    after: { enabled: false },
  });
}

/** Removes users, revokes the credentials of service accounts, and withdraws invitations. */
async function leaveHolderAlone(tx: Transaction, workspaceId: WorkspaceId, userId: UserId, log: Log) {
  for (const member of await listOtherMembers(workspaceId, userId, tx)) {
    await takeOut(tx, workspaceId, member, log);
  }
  for (const invitation of await listPendingInvitations(workspaceId, tx)) {
    await settleInvitation(tx, workspaceId, invitation.id, "withdrawn", now());
    await deleteQueuedMails(tx, workspaceId, invitation.id);
    await log.record({
      event: "invitation.withdrawn",
      targetId: invitation.id,
      targetName: invitation.email,
    });
  }
}

async function takeOut(tx: Transaction, workspaceId: WorkspaceId, member: OtherMember, log: Log) {
  if (member.kind === "service_account") {
    const revoked = await deleteCredentialsOfMember(tx, workspaceId, member.userId);
    return log.revoked({ id: member.userId, name: member.name }, revoked);
  }
  const revokedCredentials = await endMembership(tx, workspaceId, member.userId);
  await log.record({
    event: "member.removed",
    targetId: member.userId,
    targetName: member.email ?? member.name,
    before: { name: member.name, revokedCredentials },
  });
}
