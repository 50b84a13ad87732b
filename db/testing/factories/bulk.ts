import type { WorkspaceId } from "@/lib/core/identifiers";
import { pool } from "../../client";

/** Members who only count. The ID of number n is the MD5 of the workspace's ID followed by n. */
export async function fillWorkspace(workspaceId: WorkspaceId, people: number): Promise<void> {
  await pool()`
    with made as (
      insert into users (id, kind, name, email, created_at)
      select md5(${workspaceId} || n), 'person', 'Person ' || lpad(n::text, 5, '0'),
        'person' || n || '@' || ${workspaceId} || '.example', now()
      from generate_series(1, ${people}) n
      returning id, kind, name, email, created_at
    )
    insert into memberships (workspace_id, user_id, joined_at, kind, name, email)
    select ${workspaceId}, id, created_at, kind, name, email from made`;
}
