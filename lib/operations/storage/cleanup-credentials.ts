import { createPrivateKey } from "node:crypto";
import type { Transaction } from "@/db/client";
import { listCleanupCredentials, type StoredCleanupCredentials } from "@/db/reads/cleanup-credentials";
import {
  deleteCleanupCredentials,
  insertCleanupCredentials,
  updateCleanupCredentials,
} from "@/db/writes/cleanup-credentials";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { AccessTest } from "@/lib/core/storage/access-test";
import {
  type CleanupAccess,
  type CleanupCredentialsChoice,
  type CleanupCredentialsEdit,
  mostCleanupCredentials,
  type NewCleanupCredentials,
  shownKey,
} from "@/lib/core/storage/cleanup-credentials";
import { type CleanupPlace, cleanupLabel } from "@/lib/core/storage/cleanup-words";
import { readServiceAccount } from "@/lib/core/storage/service-account";
import { type Actor, type ActorWith, grant } from "@/lib/core/workspace/actor";
import { whyNoLonger } from "@/lib/core/workspace/permissions";
import { now } from "@/lib/server/clock";
import { newId, openText, type SealContext, sealText } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { testCleanupAccess } from "@/lib/server/storage/test-cleanup-access";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";
import { tryToOpen } from "../vaults/vault-texts";

type Manager = ActorWith<"storage.manage_own">;
type Secrets = { secret: string; token: string };

/** What a page shows of credentials: that there are secrets, and never one of them. */
export type CleanupCredentialsView = CleanupPlace & {
  id: string;
  forWorkspace: boolean;
  mayEdit: boolean;
  shownKey: string;
  hasToken: boolean;
};

/** Those of the workspace come first. Their keys are whole for those who may edit them alone. */
export async function listOwnCleanupCredentials(actor: Manager): Promise<CleanupCredentialsView[]> {
  const rows = await listCleanupCredentials(actor.workspaceId, actor.userId);
  return rows.map((row) => {
    const place = placeOf(row);
    const mayEdit = mayManage(actor, row);
    return {
      ...{ ...place, id: row.id, forWorkspace: row.userId === null, mayEdit, hasToken: row.hasToken },
      ...{ key: mayEdit ? place.key : "", shownKey: shownKey(place) },
    };
  });
}

export function addCleanupCredentials(
  actor: Manager,
  { forWorkspace, ...input }: NewCleanupCredentials,
): Promise<Outcome<{ id: string }>> {
  return actingIn(actor, "storage.manage_own", async (tx, revalidated): Promise<Outcome<{ id: string }>> => {
    const { workspaceId } = actor;
    const userId = forWorkspace ? null : actor.userId;
    if (!mayManage(revalidated, { userId })) return forAdminsAlone;
    const rows = (await listCleanupCredentials(workspaceId, actor.userId, tx)).filter(
      (row) => row.userId === userId,
    );
    if (rows.length >= mostCleanupCredentials) {
      return refused("limited", `You can have credentials for ${mostCleanupCredentials} buckets.`);
    }
    if (isTaken(rows, input)) return taken;
    const wrong = whyNotUsable(input);
    if (wrong) return wrong;
    const id = newId();
    const { key: accessKey, secret, token, ...place } = input;
    await insertCleanupCredentials(tx, {
      ...{ ...place, workspaceId, userId, id, accessKey, hasToken: token !== "" },
      sealedSecrets: sealSecrets({ secret, token }, { workspaceId, id }),
      ...{ createdAt: now(), updatedAt: now() },
    });
    await record(tx, revalidated, { event: "storage.cleanup_added", id, userId, after: input });
    return done({ id });
  });
}

export function editCleanupCredentials(
  actor: Manager,
  { id, removesToken, forWorkspace: _, ...input }: CleanupCredentialsEdit,
): Promise<Outcome> {
  return actingIn(actor, "storage.manage_own", async (tx, revalidated) => {
    const { workspaceId } = actor;
    const found = await findToManage(tx, revalidated, id);
    if (!found.ok) return found;
    const { before, rows } = found.value;
    const stored = openRow(before);
    const stays = stored !== undefined && staysInPlace(stored, input);
    const needsSecret = input.secret === "" && input.method !== "chain";
    if (needsSecret && !stays) {
      const message = stored
        ? "Enter the secret again, because what it is used for changed."
        : "The stored secret can’t be read. Enter it again.";
      return refused("invalid", message, { secret: message });
    }
    const access: CleanupAccess = {
      ...input,
      key: input.method === "json" && stays && needsSecret ? stored.key : input.key,
      secret: needsSecret && stays ? stored.secret : input.secret,
      token: removesToken ? "" : input.token || (stays ? stored.token : ""),
    };
    if (isTaken(rows, { ...access, id })) return taken;
    const wrong = whyNotUsable(access);
    if (wrong) return wrong;
    const { key: accessKey, secret, token, ...place } = access;
    await updateCleanupCredentials(
      tx,
      { workspaceId, id },
      {
        ...{ ...place, accessKey, hasToken: token !== "", updatedAt: now() },
        sealedSecrets: sealSecrets({ secret, token }, { workspaceId, id }),
      },
    );
    const { userId } = before;
    await record(tx, revalidated, {
      ...{ event: "storage.cleanup_edited", id, userId },
      ...{ before: placeOf(before), after: access },
    });
    return done();
  });
}

export function removeCleanupCredentials(actor: Manager, { id }: CleanupCredentialsChoice): Promise<Outcome> {
  return actingIn(actor, "storage.manage_own", async (tx, revalidated) => {
    const found = await findToManage(tx, revalidated, id);
    if (!found.ok) return found;
    const { before } = found.value;
    await deleteCleanupCredentials(tx, { workspaceId: actor.workspaceId, id });
    const { userId } = before;
    await record(tx, revalidated, { event: "storage.cleanup_removed", id, userId, before: placeOf(before) });
    return done();
  });
}

/** One’s own, or as an administrator those of the workspace. */
export async function testCleanupCredentials(
  actor: Manager,
  { id }: CleanupCredentialsChoice,
): Promise<Outcome<AccessTest>> {
  const row = (await listCleanupCredentials(actor.workspaceId, actor.userId)).find((each) => each.id === id);
  if (!row) return gone;
  if (!mayManage(actor, row)) return forAdminsAlone;
  const access = openRow(row);
  if (!access) {
    return refused("conflict", "The stored secret can’t be read. Edit the row and enter it again.");
  }
  return done(await testCleanupAccess(access));
}

/** With their secrets; `access` is missing where these can’t be read. */
export type OpenedCleanupCredentials = CleanupPlace & {
  forWorkspace: boolean;
  access: CleanupAccess | undefined;
};

/** All that the deletions of a member use; of a user who is none any more those of the workspace. */
export async function listCleanupAccess(
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<OpenedCleanupCredentials[]> {
  const rows = await listCleanupCredentials(workspaceId, userId);
  return rows.map((row) => ({ ...placeOf(row), forWorkspace: row.userId === null, access: openRow(row) }));
}

const gone = refused("not_found", "These credentials are no longer there. Reload the page.");
const forAdminsAlone = refused("forbidden", whyNoLonger("storage.manage_all"));
const taken = refused("conflict", "There are already credentials for this bucket and host.", {
  bucket: "There are already credentials for this bucket and host.",
});

function mayManage(actor: Actor, { userId }: { userId: UserId | null }): boolean {
  return userId === null ? grant(actor, "storage.manage_all") !== undefined : userId === actor.userId;
}

async function findToManage(
  tx: Transaction,
  actor: Revalidated,
  id: string,
): Promise<Outcome<{ before: StoredCleanupCredentials; rows: StoredCleanupCredentials[] }>> {
  const all = await listCleanupCredentials(actor.workspaceId, actor.userId, tx);
  const before = all.find((row) => row.id === id);
  if (!before) return gone;
  if (!mayManage(actor, before)) return forAdminsAlone;
  return done({ before, rows: all.filter(({ userId }) => userId === before.userId) });
}

/** An account of Azure is part of the place of its containers. */
function isTaken(rows: StoredCleanupCredentials[], input: CleanupPlace & { id?: string }): boolean {
  const { service, bucket, host, key, id } = input;
  return rows.some(
    (row) =>
      row.id !== id &&
      row.service === service &&
      row.bucket === bucket &&
      row.host === host &&
      (service !== "azure" || row.accessKey === key),
  );
}

/** Who has the session, and not the secret, must not have it sent elsewhere, or in a way that others can read. */
function staysInPlace(stored: CleanupAccess, input: CleanupAccess): boolean {
  const isSame = (["service", "method", "host"] as const).every((name) => stored[name] === input[name]);
  const isSameKey = input.method === "json" || stored.key === input.key;
  const isAsSafe =
    (input.isSecure || !stored.isSecure) && (input.verifiesCertificate || !stored.verifiesCertificate);
  return isSame && isSameKey && isAsSafe;
}

function whyNotUsable({ method, secret }: CleanupAccess) {
  if (method === "chain" && !settings().storageCredentialsChain) {
    const message = "The operator of this server does not permit the use of its own credentials.";
    return refused("forbidden", message, { method: message });
  }
  const account = method === "json" ? readServiceAccount(secret) : undefined;
  if (!account) return undefined;
  try {
    createPrivateKey(account.privateKey);
    return undefined;
  } catch {
    const message = "The private key in the key file can’t be read. Paste the whole file.";
    return refused("invalid", message, { secret: message });
  }
}

type Place = { workspaceId: string; id: string };

export function cleanupSecretsContext({ workspaceId, id }: Place): SealContext {
  return { workspaceId, table: "cleanup_credentials", row: id };
}

function sealSecrets(secrets: Secrets, place: Place): string {
  return sealText(JSON.stringify(secrets), cleanupSecretsContext(place));
}

/** Nothing where the secrets can’t be opened: their key is gone, or what is stored was altered. */
function openRow(row: StoredCleanupCredentials): CleanupAccess | undefined {
  const text = tryToOpen(() => openText(row.sealedSecrets, cleanupSecretsContext(row)));
  if (text === undefined) return undefined;
  const { secret, token }: Secrets = JSON.parse(text);
  return { ...placeOf(row), secret, token };
}

function placeOf({ accessKey: key, ...row }: StoredCleanupCredentials): CleanupPlace {
  const { service, method, bucket, region, project, host, isSecure, verifiesCertificate } = row;
  return { service, method, bucket, key, region, project, host, isSecure, verifiesCertificate };
}

async function record(
  tx: Transaction,
  actor: Revalidated,
  {
    event,
    id,
    userId,
    before,
    after,
  }: {
    event: "storage.cleanup_added" | "storage.cleanup_edited" | "storage.cleanup_removed";
    id: string;
    userId: UserId | null;
    before?: CleanupPlace;
    after?: CleanupPlace;
  },
): Promise<void> {
  const shown = after ?? before;
  await recordAudit(tx, subjectOf(actor), {
    ...{ event, targetId: id, targetName: shown ? cleanupLabel(shown) : "" },
    ...(before ? { before: toldOf(before, userId) } : {}),
    ...(after ? { after: toldOf(after, userId) } : {}),
  });
}

function toldOf(
  { service, method, bucket, host, region, key: accessKey }: CleanupPlace,
  userId: UserId | null,
) {
  return { service, method, bucket, host, region, accessKey, forWorkspace: userId === null };
}
