import { sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Reader } from "../client";
import { KeptStatements, type StandIns } from "../statement";

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

type Values = { workspaceId: WorkspaceId } & Record<Named, readonly string[]>;
const kept = new KeptStatements<{ kind: Named; id: string; name: string }>();

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
  const kinds = named.filter((kind) => ids[kind]?.length);
  if (kinds.length === 0) return found;
  const values = { workspaceId, ...Object.fromEntries(kinds.map((kind) => [kind, [...new Set(ids[kind])]])) };
  const build = (given: StandIns<Values>) =>
    sql.join(
      kinds.map(
        (kind) => sql`
          select ${sql.raw(`'${kind}'`)} as kind, asked.id, found.name
          from unnest(${given[kind]}::text[]) asked (id)
          cross join lateral (${lookups[kind]} ${given.workspaceId} limit 1) found`,
      ),
      sql` union all `,
    );
  const rows = await kept.run(kinds.join(), build, values as Values, on);
  for (const { kind, id, name } of rows) found[kind].set(id, name);
  return found;
}
