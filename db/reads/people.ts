import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { PeopleQuery } from "@/lib/core/workspace/people";
import type { UserKind } from "@/lib/core/workspace/role";
import { pool } from "../client";

export type PersonView = {
  id: UserId;
  kind: UserKind;
  name: string;
  email: string | null;
  createdAt: Date;
};

/** Whom somebody may see in a workspace: the people and themselves, or service accounts too. */
export type PeopleSight = { userId: UserId; everyKind: boolean };

const columns = { id: "m.user_id", name: "lower(m.name)", created: "u.created_at" } as const;

export async function listPeople(
  workspaceId: WorkspaceId,
  sight: PeopleSight,
  query: PeopleQuery,
): Promise<PersonView[]> {
  const sql = pool();
  const order = query.order
    .map(({ by, descending }) => `${columns[by]} ${descending ? "desc" : "asc"}`)
    .concat("m.user_id asc")
    .join(", ");
  const rows = await sql<(Omit<PersonView, "createdAt"> & { createdMs: number })[]>`
    select m.user_id as id, m.kind, m.name, m.email,
      (extract(epoch from u.created_at) * 1000)::float8 as "createdMs"
    from memberships m
    join users u on u.id = m.user_id
    where m.workspace_id = ${workspaceId}
      ${sight.everyKind ? sql`` : sql`and (m.kind = 'person' or m.user_id = ${sight.userId})`}
      ${query.ids === undefined ? sql`` : sql`and m.user_id = any(${query.ids}::text[])`}
      ${query.namePattern === undefined ? sql`` : sql`and m.name ~* ${query.namePattern}`}
    order by ${sql.unsafe(order)}
    limit ${query.limit} offset ${query.offset}`;
  return rows.map(({ createdMs, ...row }) => ({ ...row, createdAt: new Date(createdMs) }));
}

/** PostgreSQL's complaint about a regular expression that it can't read. */
export function isBadPattern(error: unknown): boolean {
  return error instanceof Error && (error as Error & { code?: string }).code === "2201B";
}
