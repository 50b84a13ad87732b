import type { Transaction } from "@/db/client";
import {
  type GivenVault,
  listBucketCredentials,
  listGivenStorageVaults,
  type StoredBucketCredentials,
} from "@/db/reads/bucket-credentials";
import {
  deleteBucketCredentials,
  insertBucketCredentials,
  updateBucketCredentials,
} from "@/db/writes/bucket-credentials";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { AccessTest } from "@/lib/core/storage/access-test";
import {
  type BucketAccess,
  type BucketCredentialsChoice,
  type BucketCredentialsEdit,
  mostBucketCredentials,
  type NewBucketCredentials,
  shortKey,
} from "@/lib/core/storage/bucket-credentials";
import { hostOf } from "@/lib/core/storage/host-of";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { newId, openText, type SealContext, sealText } from "@/lib/server/crypto";
import { testAccess } from "@/lib/server/storage/test-access";
import { runVaultWork } from "@/lib/server/vault-workers";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";
import { openStored, tryToOpen } from "../vaults/vault-texts";

type Manager = ActorWith<"storage.manage_own">;
type Secrets = { secret: string; token: string };

/** What a page shows of credentials: that there are secrets, and never one of them. */
export type BucketCredentialsView = {
  id: string;
  bucket: string;
  key: string;
  shortKey: string;
  hasToken: boolean;
  region: string;
  host: string;
  /** The administrator vault that gives them; null for one’s own. */
  vaultName: string | null;
};

/** Those that administrator vaults give come first, as they do when a row is looked for. */
export async function listOwnBucketCredentials(actor: Manager): Promise<BucketCredentialsView[]> {
  const [given, own] = await Promise.all([
    listGivenAccess(actor),
    listBucketCredentials(actor.workspaceId, actor.userId),
  ]);
  return [
    ...given.map(({ id, vaultName, access }) => ({
      ...{ id, vaultName, shortKey: shortKey(access.key), hasToken: access.token !== "" },
      // The key of somebody else’s credentials is shown in short alone.
      ...{ key: "", bucket: access.bucket, region: access.region, host: access.host },
    })),
    ...own.map(({ id, bucket, accessKey: key, hasToken, region, host }) => ({
      ...{ id, bucket, key, shortKey: shortKey(key), hasToken, region, host, vaultName: null },
    })),
  ];
}

type GivenAccess = { id: string; vaultName: string; access: BucketAccess };

async function listGivenAccess({ workspaceId, userId }: Pick<Manager, "workspaceId" | "userId">) {
  const vaults = await listGivenStorageVaults(workspaceId, userId);
  const read = await Promise.all(vaults.map((vault) => readVault(workspaceId, vault)));
  return read.flat();
}

/** Nothing of a vault that can’t be read. */
async function readVault(workspaceId: string, vault: GivenVault): Promise<GivenAccess[]> {
  const text = tryToOpen(() => openStored({ workspaceId }, vault));
  if (text === undefined) return [];
  const outcome = await runVaultWork({ kind: "storage", text, format: vault.format });
  if ("problem" in outcome) return [];
  return outcome.value.map((access, at) => ({ id: `${vault.id}.${at}`, vaultName: vault.name, access }));
}

/** All that a member’s browser reads buckets with, secrets included. */
export async function listBucketAccess(
  actor: Pick<Manager, "workspaceId" | "userId">,
): Promise<BucketAccess[]> {
  const [given, own] = await Promise.all([
    listGivenAccess(actor),
    listBucketCredentials(actor.workspaceId, actor.userId),
  ]);
  return [...given.map(({ access }) => access), ...own.flatMap((row) => openRow(row) ?? [])];
}

export function addBucketCredentials(
  actor: Manager,
  input: NewBucketCredentials,
): Promise<Outcome<{ id: string }>> {
  return actingIn(actor, "storage.manage_own", async (tx, revalidated): Promise<Outcome<{ id: string }>> => {
    const rows = await listBucketCredentials(actor.workspaceId, actor.userId, tx);
    if (rows.length >= mostBucketCredentials) {
      return refused("limited", `You can have credentials for ${mostBucketCredentials} buckets.`);
    }
    if (isTaken(rows, input)) return taken;
    const { workspaceId, userId } = actor;
    const id = newId();
    const { bucket, host, region, key: accessKey, secret, token } = input;
    await insertBucketCredentials(tx, {
      ...{ workspaceId, userId, id, bucket, host, region, accessKey, hasToken: token !== "" },
      sealedSecrets: sealSecrets({ secret, token }, { workspaceId, id }),
      ...{ createdAt: now(), updatedAt: now() },
    });
    await record(tx, revalidated, "storage.access_added", id, undefined, input);
    return done({ id });
  });
}

export function editBucketCredentials(actor: Manager, input: BucketCredentialsEdit): Promise<Outcome> {
  return actingIn(actor, "storage.manage_own", async (tx, revalidated) => {
    const { workspaceId, userId } = actor;
    const rows = await listBucketCredentials(workspaceId, userId, tx);
    const before = rows.find((row) => row.id === input.id);
    if (!before) return gone;
    if (isTaken(rows, input)) return taken;
    const stored = openRow(before);
    // A SAS is sent to the host as it is: who has the session, and not the secret, must not send it elsewhere.
    const staysInPlace = stored && before.host === input.host && before.accessKey === input.key;
    if (input.secret === "" && !staysInPlace) {
      const message = stored
        ? "Enter the secret again, because the host or the key changed."
        : "The stored secret can’t be read. Enter it again.";
      return refused("invalid", message, { secret: message });
    }
    const secrets = {
      secret: input.secret || stored?.secret || "",
      token: input.removesToken ? "" : input.token || (staysInPlace ? (stored?.token ?? "") : ""),
    };
    const { id, bucket, host, region, key: accessKey } = input;
    await updateBucketCredentials(
      tx,
      { workspaceId, userId, id },
      {
        ...{ bucket, host, region, accessKey, hasToken: secrets.token !== "", updatedAt: now() },
        sealedSecrets: sealSecrets(secrets, { workspaceId, id }),
      },
    );
    await record(tx, revalidated, "storage.access_edited", id, before, input);
    return done();
  });
}

export function removeBucketCredentials(actor: Manager, { id }: BucketCredentialsChoice): Promise<Outcome> {
  return actingIn(
    actor,
    "storage.manage_own",
    async (tx, revalidated) => {
      const { workspaceId, userId } = actor;
      const before = (await listBucketCredentials(workspaceId, userId, tx)).find((row) => row.id === id);
      if (!before) return gone;
      await deleteBucketCredentials(tx, { workspaceId, userId, id });
      await record(tx, revalidated, "storage.access_removed", id, before, undefined);
      return done();
    },
    { takesAway: true },
  );
}

/** Own ones, or those of an administrator vault. */
export async function testBucketCredentials(
  actor: Manager,
  { id }: BucketCredentialsChoice,
): Promise<Outcome<AccessTest>> {
  const { workspaceId, userId } = actor;
  const own = (await listBucketCredentials(workspaceId, userId)).find((row) => row.id === id);
  const given = own ? undefined : (await listGivenAccess(actor)).find((row) => row.id === id);
  if (!own && !given) return gone;
  const access = own ? openRow(own) : given?.access;
  if (!access)
    return refused("conflict", "The stored secret can’t be read. Edit the row and enter it again.");
  return done(await testAccess(access));
}

const gone = refused("not_found", "These credentials are no longer there. Reload the page.");
const taken = refused("conflict", "You already have credentials for this bucket and host.", {
  bucket: "You already have credentials for this bucket and host.",
});

/** With or without a scheme it is the same host. */
function isTaken(
  rows: StoredBucketCredentials[],
  input: { id?: string; bucket: string; host: string },
): boolean {
  return rows.some(
    (row) => row.id !== input.id && row.bucket === input.bucket && hostOf(row) === hostOf(input),
  );
}

type Place = { workspaceId: string; id: string };

export function bucketSecretsContext({ workspaceId, id }: Place): SealContext {
  return { workspaceId, table: "bucket_credentials", row: id };
}

function sealSecrets(secrets: Secrets, place: Place): string {
  return sealText(JSON.stringify(secrets), bucketSecretsContext(place));
}

/** Nothing where the secrets can’t be opened: their key is gone, or what is stored was altered. */
function openRow(row: StoredBucketCredentials): BucketAccess | undefined {
  const text = tryToOpen(() => openText(row.sealedSecrets, bucketSecretsContext(row)));
  if (text === undefined) return undefined;
  const { secret, token }: Secrets = JSON.parse(text);
  return { bucket: row.bucket, key: row.accessKey, region: row.region, host: row.host, secret, token };
}

type Shown = { bucket: string; host: string; region: string } & ({ accessKey: string } | { key: string });

async function record(
  tx: Transaction,
  actor: Revalidated,
  event: "storage.access_added" | "storage.access_edited" | "storage.access_removed",
  id: string,
  before: Shown | undefined,
  after: Shown | undefined,
): Promise<void> {
  await recordAudit(tx, subjectOf(actor), {
    ...{ event, targetId: id, targetName: (after ?? before)?.bucket ?? "" },
    ...(before ? { before: toldOf(before) } : {}),
    ...(after ? { after: toldOf(after) } : {}),
  });
}

function toldOf(row: Shown) {
  const key = "accessKey" in row ? row.accessKey : row.key;
  return { bucket: row.bucket, host: row.host, region: row.region, accessKey: key };
}
