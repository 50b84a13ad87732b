import { inTransaction, pool } from "@/db/client";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import { insertMembership } from "@/db/writes/memberships";
import { deleteSession, insertSession, updateActiveWorkspace } from "@/db/writes/sessions";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import type { NewAdminVault } from "@/lib/core/vault/admin-vault";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import { memberWith } from "@/lib/entry/demo";
import { insertPerson } from "@/lib/operations/account/accounts";
import { makeResetLink as resetLinkFor } from "@/lib/operations/account/administration";
import { createCredentials } from "@/lib/operations/credentials/credentials";
import { createAdminVault } from "@/lib/operations/vaults/admin-vaults";
import { findOwnVault, findOwnVaultId, saveOwnVault } from "@/lib/operations/vaults/vaults";
import { createGroup, editGroup } from "@/lib/operations/workspace/groups";
import { createServiceAccount } from "@/lib/operations/workspace/service-accounts";
import { insertOwnedWorkspace, limitCredentials } from "@/lib/operations/workspace/workspaces";
import { newId, newToken } from "@/lib/server/crypto";
import { hashPassword } from "@/lib/server/passwords";
import { sessionCookieName } from "@/lib/server/session-cookie";
import { signToken } from "@/lib/server/signed-token";

export type Account = {
  id: UserId;
  name: string;
  email: string;
  password: string;
  workspaceId: WorkspaceId;
};

const lifetimeSeconds = 3_600;

type HashedPassword = { password: string; passwordHash: string };
let hashed: Promise<HashedPassword> | undefined;

/** One for each worker: a hash is slow on purpose. */
export function hashedPassword(): Promise<HashedPassword> {
  const password = newToken().slice(0, 20);
  hashed ??= hashPassword(password).then((passwordHash) => ({ password, passwordHash }));
  return hashed;
}

/** A person of their own for each test, so that tests can't get in each other's way. */
export async function makeAccount(
  name = "Ada Byron",
  email = `${newId().slice(0, 12)}@example.com`,
  { proven = true } = {},
): Promise<Account> {
  const { password, passwordHash } = await hashedPassword();
  const id = await inTransaction((tx) =>
    insertPerson(tx, {
      name,
      email,
      passwordHash,
      emailProven: proven,
      origin: { by: "demo" },
      ip: null,
    }),
  );
  const workspaceId = await findPersonalWorkspaceId(id);
  if (!workspaceId) throw new Error("A new account has no workspace.");
  return { id, name, email, password, workspaceId };
}

export function makeWorkspace(owner: Account, name: string): Promise<WorkspaceId> {
  return inTransaction((tx) => insertOwnedWorkspace(tx, { name, ownerUserId: owner.id, isPersonal: false }));
}

export async function joinWorkspace(member: Account, workspaceId: WorkspaceId): Promise<void> {
  await inTransaction((tx) => insertMembership(tx, workspaceId, member.id, new Date()));
}

/** Members who never come: only their number counts. */
export async function fillWorkspace(workspaceId: WorkspaceId, people: number): Promise<void> {
  const sql = pool();
  const tag = newId().slice(0, 20);
  await sql`
    with made as (
      insert into users (id, kind, name, email, created_at)
      select ${tag} || lpad(n::text, 12, '0'), 'person', 'Person ' || lpad(n::text, 5, '0'),
        'person-' || ${tag} || n || '@example.com', now()
      from generate_series(1, ${people}) n
      returning id, kind, name, email, created_at
    )
    insert into memberships (workspace_id, user_id, joined_at, kind, name, email)
    select ${workspaceId}, id, created_at, kind, name, email from made`;
}

export type MadeSession = { id: string; cookie: { name: string; value: string; url: string } };

export async function makeSession(
  account: Account,
  { url, workspaceId = account.workspaceId }: { url: string; workspaceId?: WorkspaceId },
): Promise<MadeSession> {
  const id = newId();
  const at = new Date();
  const expiresAt = new Date(at.getTime() + lifetimeSeconds * 1000);
  await inTransaction((tx) =>
    insertSession(tx, {
      id,
      userId: account.id,
      activeWorkspaceId: workspaceId,
      ip: "127.0.0.1",
      userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      provider: "password",
      createdAt: at,
      lastSeenAt: at,
      expiresAt,
    }),
  );
  const iat = Math.floor(at.getTime() / 1000);
  const value = signToken("session", { sub: account.id, sid: id, iat, exp: iat + lifetimeSeconds });
  return { id, cookie: { name: sessionCookieName(), value, url } };
}

/** What another tab does that chooses another workspace. */
export async function switchSession(session: MadeSession, workspaceId: WorkspaceId): Promise<void> {
  await inTransaction((tx) => updateActiveWorkspace(tx, session.id, workspaceId));
}

export async function limitLife(place: Place, days: 30): Promise<void> {
  await actAs(place, "credentials.limit", (actor) => limitCredentials(actor, { days, seen: null }));
}

type Place = { account: Account; workspaceId?: WorkspaceId };

export async function makeCredentials(place: Place, label: string) {
  const wanted = { label, expires: "never", date: "" } as const;
  const made = await actAs(place, "credentials.manage_own", (actor) => createCredentials(actor, wanted));
  return { access_key: made.accessKey, secret_key: made.plaintextSecret };
}

export async function makeGroup(place: Place, name: string, members: Account[] = [], description = "") {
  const wanted = { name, description, userIds: members.map(({ id }) => id) };
  return (await actAs(place, "groups.manage", (actor) => createGroup(actor, wanted))).groupId;
}

/** What an admin in another browser does. */
export async function renameGroup(place: Place, groupId: string, from: string, to: string): Promise<void> {
  const edit = { groupId, name: to, description: "", base: { name: from, description: "" } };
  await actAs(place, "groups.manage", (actor) => editGroup(actor, edit));
}

export async function makeServiceAccount(place: Place, name: string, mayImpersonate = false) {
  const wanted = { name, mayImpersonate, admin: false, expires: "never", date: "" } as const;
  const { accountId, credentials } = await actAs(place, "service_accounts.manage", (actor) =>
    createServiceAccount(actor, wanted),
  );
  return {
    id: accountId,
    credentials: { access_key: credentials.accessKey, secret_key: credentials.plaintextSecret },
  };
}

export async function makeAdminVault(place: Place, wanted: Partial<NewAdminVault> = {}): Promise<string> {
  const vault: NewAdminVault = {
    name: "Company defaults",
    groupIds: [],
    type: "config",
    format: "hocon",
    text: "a = 1\n",
    enabled: true,
    ...wanted,
  };
  return (await actAs(place, "vaults.manage", (actor) => createAdminVault(actor, vault))).vaultId;
}

export async function writeVault(place: Place, text: string): Promise<void> {
  const { revision } = await actAs(place, "vaults.read_own", async (actor) =>
    done(await findOwnVault(actor)),
  );
  const edit = { format: "hocon", text, baseRevision: revision, turnOff: false } as const;
  await actAs(place, "vaults.edit_own", (actor) => saveOwnVault(actor, edit));
}

export function findVaultId(place: Place): Promise<string> {
  return actAs(place, "vaults.read_own", async (actor) => done((await findOwnVaultId(actor)) ?? ""));
}

/** Does something as somebody who comes for just that, and is gone again. */
export async function actAs<P extends Permission, T>(
  place: Place,
  permission: P,
  act: (actor: ActorWith<P>) => Promise<Outcome<T>>,
): Promise<T> {
  const { account, workspaceId = account.workspaceId } = place;
  const { id: sessionId } = await makeSession(account, { url: "", workspaceId });
  try {
    return expectDone(
      await act(await memberWith(permission, workspaceId, { userId: account.id, sessionId })),
    );
  } finally {
    await inTransaction((tx) => deleteSession(tx, account.id, sessionId));
  }
}

function expectDone<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
}

export async function makeResetLink(account: Account): Promise<string> {
  return expectDone(await resetLinkFor(account.email)).link;
}
