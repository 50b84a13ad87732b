import { getTableName, is } from "drizzle-orm";
import { type PgColumn, PgTable } from "drizzle-orm/pg-core";
import { pool } from "../client";
import { credentialUses } from "../schema/credentials";
import * as schema from "../schema/index";
import { mails } from "../schema/mails";
import { memberships } from "../schema/memberships";
import { rateLimits } from "../schema/rate-limits";
import { sessions } from "../schema/sessions";

const tables: PgTable[] = Object.values(schema).filter((entry) => is(entry, PgTable));

/** Every row of every table that holds this text in any column, as JSON text with its table's name before it. */
export async function rowsWith(text: string): Promise<string[]> {
  const sql = pool();
  const found: string[] = [];
  for (const table of tables) {
    const name = getTableName(table);
    const rows = await sql<{ row: string }[]>`
      select to_jsonb(t)::text as row from ${sql(name)} t where strpos(to_jsonb(t)::text, ${text}) > 0`;
    found.push(...rows.map(({ row }) => `${name} ${row}`));
  }
  return found.sort();
}

/** What an operation changed in the rows that name an id: empty when it left all of them as they were. */
export async function changesIn(id: string, work: () => Promise<unknown>): Promise<string[]> {
  const before = new Set(await rowsWith(id));
  await work();
  const after = new Set(await rowsWith(id));
  return [...before].filter((row) => !after.has(row)).concat([...after].filter((row) => !before.has(row)));
}

/** Written by the way, at times of their own: not what a request is refused for. */
const passingColumns: PgColumn[] = [
  sessions.lastSeenAt,
  memberships.lastActiveAt,
  mails.status,
  mails.attempts,
  mails.nextAttemptAt,
  mails.lastError,
  mails.settledAt,
  mails.sealedContent,
];
const passingTables: PgTable[] = [credentialUses, rateLimits];

/** A digest of every row of each table. */
async function digestTables(): Promise<Map<string, string>> {
  const sql = pool();
  const lasting = tables.filter((table) => !passingTables.includes(table));
  const digests = await Promise.all(
    lasting.map(async (table) => {
      const passing = passingColumns.filter((column) => column.table === table).map(({ name }) => name);
      const [row] = await sql<{ digest: string }[]>`
        select md5(string_agg(row, e'\n' order by row)) as digest
        from (select (to_jsonb(t) - ${passing}::text[])::text as row from ${sql(getTableName(table))} t) rows`;
      return [getTableName(table), row?.digest ?? ""] as const;
    }),
  );
  return new Map(digests);
}

/** The tables that some work changed, whatever row of theirs. */
export async function tablesChangedBy(work: () => Promise<unknown>): Promise<string[]> {
  const before = await digestTables();
  await work();
  const after = await digestTables();
  return [...after].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name);
}

/**
 * Has every mail that is queued from now on wait for ever. One that is sent writes the link it carries, at a time of its
 * own, which would be taken for a change by whatever is looked at just then.
 */
export async function holdMails(): Promise<void> {
  await pool().unsafe(`
    create or replace function hold_mail() returns trigger language plpgsql as
      $$ begin new.next_attempt_at := 'infinity'; return new; end $$;
    create or replace trigger hold_mail before insert on mails for each row execute function hold_mail();`);
}
