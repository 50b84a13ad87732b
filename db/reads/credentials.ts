import { and, count, desc, eq } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { db, pool, type Reader } from "../client";
import { users } from "../schema/accounts";
import { apiCredentials, credentialUses } from "../schema/credentials";

export type CredentialView = {
  accessKey: string;
  label: string;
  userId: UserId;
  userName: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedWorker: string | null;
  lastUsedAddress: string | null;
};

/** Newest first. Without `ownerId`, those of the whole workspace. */
export function listCredentials(
  workspaceId: WorkspaceId,
  ownerId: UserId | undefined,
  page: { limit: number; offset: number },
): Promise<CredentialView[]> {
  return db()
    .select({
      accessKey: apiCredentials.accessKey,
      label: apiCredentials.label,
      userId: apiCredentials.userId,
      userName: users.name,
      createdAt: apiCredentials.createdAt,
      expiresAt: apiCredentials.expiresAt,
      lastUsedAt: credentialUses.lastUsedAt,
      lastUsedWorker: credentialUses.worker,
      lastUsedAddress: credentialUses.address,
    })
    .from(apiCredentials)
    .innerJoin(users, eq(users.id, apiCredentials.userId))
    .leftJoin(
      credentialUses,
      and(
        eq(credentialUses.workspaceId, workspaceId),
        eq(credentialUses.accessKey, apiCredentials.accessKey),
      ),
    )
    .where(ofOwner(workspaceId, ownerId))
    .orderBy(desc(apiCredentials.createdAt), desc(apiCredentials.accessKey))
    .limit(page.limit)
    .offset(page.offset);
}

export async function countCredentials(
  workspaceId: WorkspaceId,
  ownerId: UserId | undefined,
): Promise<number> {
  const [row] = await db()
    .select({ total: count() })
    .from(apiCredentials)
    .where(ofOwner(workspaceId, ownerId));
  return row?.total ?? 0;
}

function ofOwner(workspaceId: WorkspaceId, ownerId: UserId | undefined) {
  return and(
    eq(apiCredentials.workspaceId, workspaceId),
    ownerId === undefined ? undefined : eq(apiCredentials.userId, ownerId),
  );
}

export async function findCredential(
  workspaceId: WorkspaceId,
  accessKey: string,
  on: Reader = db(),
): Promise<{ accessKey: string; label: string; userId: UserId } | undefined> {
  const [row] = await on
    .select({
      accessKey: apiCredentials.accessKey,
      label: apiCredentials.label,
      userId: apiCredentials.userId,
    })
    .from(apiCredentials)
    .where(and(eq(apiCredentials.workspaceId, workspaceId), eq(apiCredentials.accessKey, accessKey)));
  return row;
}

/** An access key never changes its workspace, so the answer may be kept. */
export async function findWorkspaceOfAccessKey(accessKey: string): Promise<WorkspaceId | undefined> {
  const [row] = await pool()<{ workspace_id: WorkspaceId }[]>`
    select workspace_id from api_credentials where access_key = ${accessKey}`;
  return row?.workspace_id;
}

export type PresentedCredential = {
  userId: UserId;
  secretHash: string;
  expiresAt: Date | null;
  configurationVersion: number;
};

/** What every call of a client asks first: whether its credential still stands, and for what it stands now. */
export async function findPresentedCredential(
  workspaceId: WorkspaceId,
  accessKey: string,
): Promise<PresentedCredential | undefined> {
  const [row] = await pool()<
    { user_id: UserId; secret_hash: string; expires_at_ms: number | null; configuration_version: string }[]
  >`
    select c.user_id, c.secret_hash, h.configuration_version,
      (extract(epoch from c.expires_at) * 1000)::float8 as expires_at_ms
    from api_credentials c
    join memberships m on m.workspace_id = ${workspaceId} and m.user_id = c.user_id
    join workspace_heads h on h.workspace_id = ${workspaceId}
    where c.access_key = ${accessKey} and c.workspace_id = ${workspaceId}`;
  return (
    row && {
      userId: row.user_id,
      secretHash: row.secret_hash,
      expiresAt: row.expires_at_ms === null ? null : new Date(row.expires_at_ms),
      configurationVersion: Number(row.configuration_version),
    }
  );
}
