import { sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Reader } from "../client";

export const named = ["project", "task", "model", "queue", "user"] as const;
export type Named = (typeof named)[number];

/** Limits keep a plan for few from reading the names of all. */
const lookups = {
  project: sql`select name from projects where id = asked.id and workspace_id =`,
  task: sql`select name from tasks where id = asked.id and workspace_id =`,
  model: sql`select name from models where id = asked.id and workspace_id =`,
  queue: sql`select name from queues where id = asked.id and workspace_id =`,
  user: sql`select name from memberships where user_id = asked.id and workspace_id =`,
} as const;

/**
 * Names by id, in one statement; whoever asks has checked that they may know them. Of users, those who are still
 * members.
 */
export async function findNames(
  workspaceId: WorkspaceId,
  ids: Readonly<Partial<Record<Named, readonly string[]>>>,
  on: Reader,
): Promise<Record<Named, Map<string, string>>> {
  const found = Object.fromEntries(named.map((kind) => [kind, new Map()])) as Record<
    Named,
    Map<string, string>
  >;
  const each = named.flatMap((kind) => {
    const unique = [...new Set(ids[kind] ?? [])];
    if (unique.length === 0) return [];
    return sql`
      select ${kind}::text as kind, asked.id, found.name
      from unnest(${sql.param(unique)}::text[]) asked (id)
      cross join lateral (${lookups[kind]} ${workspaceId} limit 1) found`;
  });
  if (each.length === 0) return found;
  const rows = await on.execute<{ kind: Named; id: string; name: string }>(sql.join(each, sql` union all `));
  for (const { kind, id, name } of rows) found[kind].set(id, name);
  return found;
}
