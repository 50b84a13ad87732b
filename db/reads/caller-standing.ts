import { sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";

/** What an API caller's authentication rested on. `userId` is another member's where a service account speaks for them. */
export type CallerFacts = {
  workspaceId: WorkspaceId;
  accessKey: string;
  userId: UserId;
  impersonatedBy?: UserId | undefined;
  token?: { id: string } | undefined;
};

/**
 * Locks workspace and access version, shared with others who only report, until the transaction ends, and reads the
 * caller again behind the locks. Returns nothing where the authentication no longer stands, else the access version.
 * The three statements are sent at once and run one after the other.
 */
export async function shareLocksAsCaller(
  tx: Transaction,
  caller: CallerFacts,
  at: Date,
): Promise<number | undefined> {
  const { workspaceId, accessKey, userId, impersonatedBy } = caller;
  const holder = impersonatedBy ?? userId;
  const [, heads, standing] = await Promise.all([
    tx.execute(sql`select 1 from workspace_heads where workspace_id = ${workspaceId} for share`),
    tx.execute<{ version: number }>(
      sql`select version::float8 as version from access_heads where workspace_id = ${workspaceId} for share`,
    ),
    tx.execute(sql`
      select 1 from api_credentials c
      join memberships m on m.workspace_id = ${workspaceId} and m.user_id = c.user_id
      where c.access_key = ${accessKey} and c.workspace_id = ${workspaceId} and c.user_id = ${holder}
        and (c.expires_at is null or c.expires_at > ${at.toISOString()}::timestamptz)
        and not exists (
          select 1 from revoked_tokens t
          where t.workspace_id = ${workspaceId} and t.token_id = ${caller.token?.id ?? null}
        )
        ${
          impersonatedBy
            ? sql`and exists (
                select 1 from service_accounts s
                where s.workspace_id = ${workspaceId} and s.user_id = ${holder} and s.may_impersonate
              ) and exists (
                select 1 from memberships p
                where p.workspace_id = ${workspaceId} and p.user_id = ${userId}
              )`
            : sql``
        }`),
  ]);
  const [head] = heads;
  return head && standing.length > 0 ? head.version : undefined;
}
