import type { Transaction } from "@/db/client";
import { findBuiltInGroupId } from "@/db/reads/groups";
import {
  countServiceAccounts,
  findServiceAccountTraits,
  isServiceAccountName,
  listServiceAccounts,
  findServiceAccount as readServiceAccount,
  type ServiceAccountView,
} from "@/db/reads/service-accounts";
import { deleteUser, insertUser, updateUser } from "@/db/writes/accounts";
import { deleteCredentialsOfMember } from "@/db/writes/credentials";
import {
  deleteGroupMember,
  deleteMembership,
  insertGroupMember,
  insertMembership,
  updateMember,
} from "@/db/writes/memberships";
import {
  insertServiceAccount,
  updateAskingDecisions,
  updateImpersonation,
} from "@/db/writes/service-accounts";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, readPage } from "@/lib/core/page";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type {
  NewServiceAccount,
  ServiceAccountChoice,
  ServiceAccountCredentials,
  ServiceAccountEdit,
  ServiceAccountQuery,
} from "@/lib/core/workspace/service-account";
import { isUnchanged } from "@/lib/core/workspace/service-account-changes";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { recordAudit, subjectOf } from "../audit/audit";
import {
  type CreatedCredentials,
  checkExpiry,
  insertCredentials,
  type ListedCredential,
  pageOfCredentials,
} from "../credentials/credentials";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";

export type { ServiceAccountView };

type Manager = ActorWith<"service_accounts.manage">;

const perPage = 50;

export async function listServiceAccountsPage(
  actor: Manager,
  query: ServiceAccountQuery,
): Promise<Page<ServiceAccountView>> {
  const { page } = await readPage(
    query.page,
    perPage,
    countServiceAccounts(actor.workspaceId, query.search),
    (bounds) => listServiceAccounts(actor.workspaceId, query, bounds),
    (total) => total,
  );
  return page;
}

export function findServiceAccount(
  actor: Manager,
  choice: ServiceAccountChoice,
): Promise<ServiceAccountView | undefined> {
  return readServiceAccount(actor.workspaceId, choice.accountId);
}

export function listServiceAccountCredentials(
  actor: Manager,
  choice: ServiceAccountChoice,
  pageNumber: number,
): Promise<Page<ListedCredential>> {
  return pageOfCredentials(actor.workspaceId, { ownerId: choice.accountId }, pageNumber);
}

const notHere = refused("not_found", "This service account no longer exists.");
const nameTaken = (message: string) =>
  refused("invalid", message, { name: "A service account with this name already exists in this workspace." });

/** With its first credentials, whose secret is shown by this answer and never again. */
export async function createServiceAccount(
  actor: Manager,
  wanted: NewServiceAccount,
): Promise<Outcome<{ accountId: UserId; name: string; credentials: CreatedCredentials }>> {
  const { workspaceId } = actor;
  const { name, mayImpersonate, mayAskDecisions, admin } = wanted;
  const end = checkExpiry(wanted, null);
  if (!end.ok) return end;
  return actingIn(actor, "service_accounts.manage", async (tx, revalidated) => {
    if (await isServiceAccountName(workspaceId, name, undefined, tx)) {
      return nameTaken("The service account was not created.");
    }
    const createdAt = now();
    const accountId = newId<UserId>();
    await insertUser(tx, { id: accountId, kind: "service_account", name, createdAt });
    await insertMembership(tx, workspaceId, accountId, createdAt);
    await insertServiceAccount(tx, {
      workspaceId,
      userId: accountId,
      mayImpersonate,
      mayAskDecisions,
      createdAt,
    });
    if (admin)
      await insertGroupMember(tx, workspaceId, await adminsOf(tx, workspaceId), accountId, createdAt);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "service_account.created",
      targetId: accountId,
      targetName: name,
      after: { name, mayImpersonate, mayAskDecisions, admin },
    });
    const { expiresAt } = end.value;
    const credentials = await insertCredentials(tx, revalidated, {
      ownerId: accountId,
      label: "",
      expiresAt,
    });
    return done({ accountId, name, credentials });
  });
}

/** Taking impersonation away ends what runs by it at the next call. */
export async function editServiceAccount(actor: Manager, edit: ServiceAccountEdit): Promise<Outcome> {
  const { workspaceId } = actor;
  const { accountId, seen, name, mayImpersonate, mayAskDecisions, admin } = edit;
  return actingIn(actor, "service_accounts.manage", async (tx, revalidated) => {
    const current = await findServiceAccountTraits(workspaceId, accountId, tx);
    if (!current) return notHere;
    const wanted = { name, mayImpersonate, mayAskDecisions, admin };
    if (isUnchanged(wanted, current)) return done();
    if (!isUnchanged(seen, current)) {
      return refused(
        "conflict",
        "Somebody else changed this service account. Nothing was saved. Close this dialog and open it again to see the changes.",
      );
    }
    if (await isServiceAccountName(workspaceId, name, accountId, tx)) return nameTaken("Nothing was saved.");
    if (name !== current.name) {
      await updateUser(tx, accountId, { name });
      await updateMember(tx, workspaceId, accountId, { name });
    }
    if (mayImpersonate !== current.mayImpersonate) {
      await updateImpersonation(tx, workspaceId, accountId, mayImpersonate);
    }
    if (mayAskDecisions !== current.mayAskDecisions) {
      await updateAskingDecisions(tx, workspaceId, accountId, mayAskDecisions);
    }
    if (admin !== current.admin) {
      const admins = await adminsOf(tx, workspaceId);
      if (admin) await insertGroupMember(tx, workspaceId, admins, accountId, now());
      else await deleteGroupMember(tx, workspaceId, admins, accountId);
    }
    await recordAudit(tx, subjectOf(revalidated), {
      event: "service_account.edited",
      targetId: accountId,
      targetName: name,
      before: current,
      after: wanted,
    });
    return done();
  });
}

/** Credentials, group entries and vault go with it; tasks stay. */
export async function deleteServiceAccount(
  actor: Manager,
  choice: ServiceAccountChoice,
): Promise<Outcome<{ name: string }>> {
  const { workspaceId } = actor;
  const { accountId } = choice;
  const remove = async (
    tx: Transaction,
    revalidated: Revalidated<"service_accounts.manage">,
  ): Promise<Outcome<{ name: string }>> => {
    const current = await findServiceAccountTraits(workspaceId, accountId, tx);
    if (!current) return notHere;
    const revokedCredentials = await deleteCredentialsOfMember(tx, workspaceId, accountId);
    await deleteMembership(tx, workspaceId, accountId);
    await deleteUser(tx, accountId);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "service_account.deleted",
      targetId: accountId,
      targetName: current.name,
      before: { ...current, revokedCredentials },
    });
    return done({ name: current.name });
  };
  // Its account is locked too: credentials that it is making at this moment are among those that go.
  return actingIn(actor, "service_accounts.manage", remove, { accounts: [accountId], takesAway: true });
}

export async function createServiceAccountCredentials(
  actor: Manager,
  wanted: ServiceAccountCredentials,
): Promise<Outcome<CreatedCredentials>> {
  const end = checkExpiry(wanted, null);
  if (!end.ok) return end;
  const { expiresAt } = end.value;
  const { accountId, label } = wanted;
  return actingIn(actor, "service_accounts.manage", async (tx, revalidated) => {
    if (!(await findServiceAccountTraits(actor.workspaceId, accountId, tx))) return notHere;
    return done(await insertCredentials(tx, revalidated, { ownerId: accountId, label, expiresAt }));
  });
}

async function adminsOf(tx: Transaction, workspaceId: WorkspaceId): Promise<string> {
  const groupId = await findBuiltInGroupId(workspaceId, "admins", tx);
  if (!groupId) throw new Error("The workspace has no Admins group.");
  return groupId;
}
