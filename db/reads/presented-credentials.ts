import { type Placeholder, type SQL, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { statement } from "../statement";
import { type MembershipView, membershipOf } from "./memberships";
import { vaultVersionsOf } from "./vault-fragments";

/** What a call presents: an access key, and the token that was drawn by it where the call came with one. */
export type PresentedKey = {
  accessKey: string;
  /** A token may be revoked by itself. */
  tokenId: string | null;
  /** The member that a service account runs a task as; everything that this depends on must still be valid. */
  asUserId: UserId | null;
};

/** What a call reads in the same statement, where it is about the caller's vaults, or depends on their role. */
export type ReadAlong = "vaults" | "membership" | "nothing";

export type PresentedCredential = {
  userId: UserId;
  secretHash: string;
  expiresAt: Date | null;
  /** What decisions about access are judged by, or a later version. */
  accessVersion: number;
  /**
   * The vaults that its clients receive, the lowest first, each as `id:version` with spaces between: administrator
   * vaults that are on, and the member's own one whether it is on or not. Nothing where they were not asked for.
   */
  vaultVersions: string | undefined;
  /** Of whom the call is made as, where it was asked for. */
  membership: MembershipView | undefined;
};

type Row = {
  place: number;
  user_id: UserId;
  secret_hash: string;
  expires_at_ms: number | null;
  access_version: number | null;
  vault_versions?: string | null;
  membership?: MembershipView;
};

/**
 * What every call of a client asks first: whether its credential is still valid, and what it allows now. In the order
 * of the keys, with nothing for those that are not valid.
 */
export async function listPresentedCredentials(
  workspaceId: WorkspaceId,
  keys: readonly PresentedKey[],
  along: ReadAlong,
): Promise<(PresentedCredential | undefined)[]> {
  const rows = await statements[along]({
    workspaceId,
    accessKeys: keys.map(({ accessKey }) => accessKey),
    tokenIds: keys.map(({ tokenId }) => tokenId),
    asUserIds: keys.map(({ asUserId }) => asUserId),
  });
  const found: (PresentedCredential | undefined)[] = keys.map(() => undefined);
  for (const row of rows) found[row.place - 1] = presented(row, along);
  return found;
}

type Given = {
  workspaceId: WorkspaceId;
  accessKeys: string[];
  tokenIds: (string | null)[];
  asUserIds: (UserId | null)[];
};

const statements = {
  nothing: statement<Given, Row>(
    (given) => sql`
      select place, user_id, secret_hash, expires_at_ms, access_version from (${standingOf(given)}) standing`,
  ),
  membership: statement<Given, Row>(
    (given) => sql`
      select standing.*, row_to_json(held) as membership
      from (${standingOf(given)}) standing
      cross join lateral (${membershipOf(given.workspaceId, sql`standing.member_id`)} limit 1) held`,
  ),
  // Agents often share one account, whose vaults are then read once: each member's are kept apart from the join.
  vaults: statement<Given, Row>(
    (given) => sql`
      with standing as materialized (${standingOf(given)})
      select standing.*, received.vault_versions
      from standing
      join (
        select m.user_id, ${vaultVersionsOf(given.workspaceId)} as vault_versions
        from (select distinct member_id as user_id, kind from standing) m
        offset 0
      ) received on received.user_id = standing.member_id`,
  ),
} as const satisfies Record<ReadAlong, unknown>;

/**
 * Each key is looked up by an index. Planned for any number of keys, since a plan of its own for each number would cost
 * more than the reads: their lists are hidden from the planner as selects.
 */
function standingOf({ workspaceId, accessKeys, tokenIds, asUserIds }: Record<keyof Given, Placeholder>): SQL {
  return sql`
    select asked.place::int as place, c.user_id, c.secret_hash, m.user_id as member_id, m.kind,
      (extract(epoch from c.expires_at) * 1000)::float8 as expires_at_ms,
      (select h.version::float8 from access_heads h where h.workspace_id = ${workspaceId}) as access_version
    from unnest(
      (select ${accessKeys}::text[]), (select ${tokenIds}::text[]), (select ${asUserIds}::text[])
    ) with ordinality asked (access_key, token_id, as_user_id, place)
    cross join lateral (
      select user_id, secret_hash, expires_at from api_credentials
      where access_key = asked.access_key and workspace_id = ${workspaceId} and not exists (
        select 1 from revoked_tokens t where t.workspace_id = ${workspaceId} and t.token_id = asked.token_id
      )
      limit 1
    ) c
    cross join lateral (
      select user_id, (select u.kind from users u where u.id = memberships.user_id) as kind from memberships
      where workspace_id = ${workspaceId} and user_id = coalesce(asked.as_user_id, c.user_id)
      limit 1
    ) m
    where asked.as_user_id is null or exists (
      select 1 from service_accounts s
      where s.workspace_id = ${workspaceId} and s.user_id = c.user_id and s.may_impersonate
    )`;
}

function presented(row: Row, along: ReadAlong): PresentedCredential {
  return {
    userId: row.user_id,
    secretHash: row.secret_hash,
    expiresAt: row.expires_at_ms === null ? null : new Date(row.expires_at_ms),
    accessVersion: row.access_version ?? 0,
    vaultVersions: along === "vaults" ? (row.vault_versions ?? "") : undefined,
    membership: row.membership,
  };
}
