import type { WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import { pool } from "../client";

/** One more condition on `memberships m`: the name, the address or the ID holds what is searched. */
export function fitsMember(search: string) {
  const sql = pool();
  const pattern = containsPattern(search);
  return search === ""
    ? sql``
    : sql`and (m.name ilike ${pattern} or m.email ilike ${pattern} or m.user_id ilike ${pattern})`;
}

/** An array of the names of a member's groups, the built-in ones first. */
export function groupNamesOf(workspaceId: WorkspaceId, userId: "chosen.id" | "m.user_id") {
  const sql = pool();
  return sql`
    array(
      select g.name from group_members gm
      cross join lateral (
        select name, built_in from groups where workspace_id = ${workspaceId} and id = gm.group_id limit 1
      ) g
      where gm.workspace_id = ${workspaceId} and gm.user_id = ${sql.unsafe(userId)}
      order by g.built_in nulls last, lower(g.name)
    )`;
}
