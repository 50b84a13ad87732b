import { sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import type { VaultType } from "@/lib/core/vault/vault-types";
import { db } from "../client";
import { appliedVaults } from "./vault-fragments";
import type { StoredVault } from "./vaults";

/** An administrator vault that a member's clients merge below the member's own one. */
export type AppliedVault = {
  id: string;
  name: string;
  type: VaultType;
  format: VaultFormat;
  lineCount: number;
  byteCount: number;
  credentialCount: number | null;
  isUnreadable: boolean;
};

export type VaultsOfMember = {
  personal: StoredVault | undefined;
  /** In the order in which clients merge them. */
  applied: AppliedVault[];
};

type RawRow = Omit<StoredVault, "editedAt" | "sealedText"> &
  Omit<AppliedVault, "name"> & { name: string | null; sealedText: string | null; editedMs: number };

/** All that a member's clients receive, in one query. With `kind`, of a member of this kind alone. */
export async function findVaultsOfMember(
  workspaceId: WorkspaceId,
  userId: UserId,
  { kind }: { kind?: "service_account" } = {},
): Promise<VaultsOfMember> {
  const member = sql`
    m.workspace_id = ${workspaceId} and m.user_id = ${userId} ${kind ? sql`and m.kind = ${kind}` : sql``}`;
  const rows = await db().execute<RawRow>(sql`
    select v.id, v.name, v.type, v.enabled, v.revision, r.format, r.line_count as "lineCount",
      r.byte_count as "byteCount", r.credential_count as "credentialCount",
      case when v.scope = 'personal' then r.sealed_text end as "sealedText",
      r.author_user_id as "authorUserId", r.author_name as "authorName",
      (extract(epoch from r.created_at) * 1000)::float8 as "editedMs",
      v.unreadable_since is not null as "isUnreadable"
    from (
      select given.* from memberships m
      cross join lateral (${appliedVaults(workspaceId)}) given
      where ${member}
      union all
      select own.* from memberships m
      cross join lateral (
        select * from vaults
        where workspace_id = ${workspaceId} and owner_user_id = m.user_id and scope = 'personal' limit 1
      ) own
      where ${member}
    ) v
    cross join lateral (
      select * from vault_revisions
      where workspace_id = ${workspaceId} and vault_id = v.id and number = v.revision limit 1
    ) r
    order by v.position nulls last, v.id`);
  const personal = rows.find(({ sealedText }) => sealedText !== null);
  return {
    personal: personal && storedOf(personal),
    applied: rows.flatMap((row) => (row.name === null ? [] : appliedOf(row, row.name))),
  };
}

function storedOf(row: RawRow): StoredVault {
  const { id, enabled, revision, format, lineCount, byteCount, authorUserId, authorName } = row;
  return {
    ...{ id, enabled, revision, format, lineCount, byteCount, authorUserId, authorName },
    sealedText: row.sealedText ?? "",
    editedAt: new Date(row.editedMs),
  };
}

function appliedOf(row: RawRow, name: string): AppliedVault {
  const { id, type, format, lineCount, byteCount, credentialCount, isUnreadable } = row;
  return { id, name, type, format, lineCount, byteCount, credentialCount, isUnreadable };
}
