import { and, eq, lte, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { pool, type Transaction } from "../client";
import { apiCredentials, revokedTokens } from "../schema/credentials";

export async function insertCredential(
  tx: Transaction,
  row: typeof apiCredentials.$inferInsert,
): Promise<void> {
  await tx.insert(apiCredentials).values(row);
}

/** False when they are gone by now. */
export async function updateCredentialLabel(
  tx: Transaction,
  workspaceId: WorkspaceId,
  accessKey: string,
  label: string,
): Promise<boolean> {
  const changed = await tx
    .update(apiCredentials)
    .set({ label })
    .where(oneOf(workspaceId, accessKey))
    .returning({ accessKey: apiCredentials.accessKey });
  return changed.length === 1;
}

/** True for the one caller who ends it. */
export async function deleteCredential(
  tx: Transaction,
  workspaceId: WorkspaceId,
  accessKey: string,
): Promise<boolean> {
  const gone = await tx
    .delete(apiCredentials)
    .where(oneOf(workspaceId, accessKey))
    .returning({ accessKey: apiCredentials.accessKey });
  return gone.length === 1;
}

export async function deleteCredentials(
  tx: Transaction,
  workspaceId: WorkspaceId,
  accessKeys: readonly string[],
): Promise<void> {
  if (accessKeys.length === 0) return;
  await tx
    .delete(apiCredentials)
    .where(
      and(
        eq(apiCredentials.workspaceId, workspaceId),
        sql`${apiCredentials.accessKey} = any(${sql.param(accessKeys)}::text[])`,
      ),
    );
}

/** Of all that one made. */
export async function updateMaker(
  tx: Transaction,
  workspaceId: WorkspaceId,
  accessKey: string,
  createdByAccessKey: string | null,
): Promise<void> {
  await tx
    .update(apiCredentials)
    .set({ createdByAccessKey })
    .where(
      and(eq(apiCredentials.workspaceId, workspaceId), eq(apiCredentials.createdByAccessKey, accessKey)),
    );
}

export async function deleteCredentialsOfMember(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<number> {
  const gone = await tx
    .delete(apiCredentials)
    .where(and(eq(apiCredentials.workspaceId, workspaceId), eq(apiCredentials.userId, userId)))
    .returning({ accessKey: apiCredentials.accessKey });
  return gone.length;
}

/** In every workspace. Returns how many there were in each that had any. */
export async function deleteAllCredentials(
  tx: Transaction,
  userId: UserId,
): Promise<ReadonlyMap<WorkspaceId, number>> {
  const gone = await tx
    .delete(apiCredentials)
    .where(eq(apiCredentials.userId, userId))
    .returning({ workspaceId: apiCredentials.workspaceId });
  const counts = new Map<WorkspaceId, number>();
  for (const { workspaceId } of gone) counts.set(workspaceId, (counts.get(workspaceId) ?? 0) + 1);
  return counts;
}

/** Clears away those that have expired by now. */
export async function insertRevokedToken(
  tx: Transaction,
  workspaceId: WorkspaceId,
  token: { id: string; expiresAt: Date },
  at: Date,
): Promise<void> {
  await tx
    .delete(revokedTokens)
    .where(and(eq(revokedTokens.workspaceId, workspaceId), lte(revokedTokens.expiresAt, at)));
  await tx
    .insert(revokedTokens)
    .values({ workspaceId, tokenId: token.id, expiresAt: token.expiresAt })
    .onConflictDoNothing();
}

const foreignKeyViolation = "23503";

/** Leaves the row alone when it was written less than a minute before. The credential may be gone by now: then nothing is noted. */
export async function upsertCredentialUse(
  workspaceId: WorkspaceId,
  accessKey: string,
  use: { at: Date; worker: string | null; ip: string | null },
): Promise<void> {
  const dueBefore = new Date(use.at.getTime() - 60_000);
  await pool()`
    insert into credential_uses (workspace_id, access_key, last_used_at, worker, ip)
    values (${workspaceId}, ${accessKey}, ${use.at.toISOString()}::timestamptz, ${use.worker}, ${use.ip})
    on conflict (workspace_id, access_key) do update
      set last_used_at = excluded.last_used_at, worker = excluded.worker, ip = excluded.ip
      where credential_uses.last_used_at < ${dueBefore.toISOString()}::timestamptz`.catch((error) => {
    if (error.code !== foreignKeyViolation) throw error;
  });
}

function oneOf(workspaceId: WorkspaceId, accessKey: string) {
  return and(eq(apiCredentials.workspaceId, workspaceId), eq(apiCredentials.accessKey, accessKey));
}
