import { sql } from "drizzle-orm";
import type { CallCount, ProjectCallCount } from "@/lib/core/usage/call-tally";
import type { Transaction } from "../client";

/** Those of a workspace that is gone are left out. Once stored, a count of the same tally and day only rises. */
export async function upsertCallCounts(
  tx: Transaction,
  tally: string,
  counts: readonly CallCount[],
): Promise<void> {
  const rows = counts.map(({ workspaceId, day, accessKey, userId, calls }) => ({
    workspace_id: workspaceId,
    day,
    access_key: accessKey,
    user_id: userId,
    calls,
  }));
  await tx.execute(sql`
    insert into credential_calls (workspace_id, day, access_key, tally, user_id, calls)
    select workspace_id, day, access_key, ${tally}, user_id, calls
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as counted (workspace_id text, day date, access_key text, user_id text, calls bigint)
    where exists (select 1 from workspaces w where w.id = counted.workspace_id)
    on conflict (workspace_id, day, access_key, tally) do update
      set calls = greatest(credential_calls.calls, excluded.calls)`);
}

/** The same, by project. */
export async function upsertProjectCalls(
  tx: Transaction,
  tally: string,
  counts: readonly ProjectCallCount[],
): Promise<void> {
  const rows = counts.map(({ workspaceId, day, projectId, calls }) => ({
    workspace_id: workspaceId,
    day,
    project_id: projectId,
    calls,
  }));
  await tx.execute(sql`
    insert into project_calls (workspace_id, day, project_id, tally, calls)
    select workspace_id, day, project_id, ${tally}, calls
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as counted (workspace_id text, day date, project_id text, calls bigint)
    where exists (select 1 from workspaces w where w.id = counted.workspace_id)
    on conflict (workspace_id, day, project_id, tally) do update
      set calls = greatest(project_calls.calls, excluded.calls)`);
}
