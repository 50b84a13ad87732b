import { and, asc, eq, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import { db, type Reader } from "../client";
import { bucketCredentials } from "../schema/bucket-credentials";
import { appliedVaults } from "./vault-fragments";

export type StoredBucketCredentials = typeof bucketCredentials.$inferSelect;

/** A member’s own, by bucket. */
export function listBucketCredentials(
  workspaceId: WorkspaceId,
  userId: UserId,
  on: Reader = db(),
): Promise<StoredBucketCredentials[]> {
  return on
    .select()
    .from(bucketCredentials)
    .where(and(eq(bucketCredentials.workspaceId, workspaceId), eq(bucketCredentials.userId, userId)))
    .orderBy(asc(bucketCredentials.bucket), asc(bucketCredentials.host));
}

/** An administrator vault of UI storage credentials that is on and given to the member, with its newest text. */
export type GivenVault = {
  id: string;
  name: string;
  revision: number;
  format: VaultFormat;
  sealedText: string;
};

export function listGivenStorageVaults(workspaceId: WorkspaceId, userId: UserId): Promise<GivenVault[]> {
  return db().execute<GivenVault>(sql`
    select v.id, v.name, v.revision, r.format, r.sealed_text as "sealedText"
    from memberships m
    cross join lateral (${appliedVaults(workspaceId)}) v
    join vault_revisions r on r.workspace_id = ${workspaceId} and r.vault_id = v.id and r.number = v.revision
    where m.workspace_id = ${workspaceId} and m.user_id = ${userId} and v.scope = 'group'
      and v.type = 'ui_storage_credentials'
    order by v.position, v.id`);
}
