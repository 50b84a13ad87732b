import { getTableName, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { db, pool, type Reader } from "../client";
import { credentialUses } from "../schema/credentials";
import { fileLeftovers } from "../schema/files";
import { mails } from "../schema/mails";
import { memberships } from "../schema/memberships";
import { rateLimits } from "../schema/rate-limits";
import { refusedAttempts } from "../schema/refused-attempts";
import { sessions } from "../schema/sessions";
import { storageDeletionJobs, storageDeletionObjects, storageDeletions } from "../schema/storage-deletions";
import { billingJobs, meterReadings } from "../schema/stripe";
import { credentialCalls, projectCalls, usageLevels, usageWarnings } from "../schema/usage";
import { tables } from "./rows";

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
/** Written by the server as well, at times of its own, whatever it is asked. */
const timedTables: PgTable[] = [
  billingJobs,
  credentialCalls,
  fileLeftovers,
  meterReadings,
  projectCalls,
  refusedAttempts,
  storageDeletionJobs,
  storageDeletionObjects,
  storageDeletions,
  usageLevels,
  usageWarnings,
];

/** Has the database note every row that is written from now on, with what was in it before and after. */
export async function watchWrites(): Promise<void> {
  const driver = pool();
  await driver.unsafe(`
    create unlogged table if not exists noted_writes (table_name text not null, row_before jsonb, row_after jsonb);
    create or replace function note_write() returns trigger language plpgsql as $$
      begin
        insert into noted_writes values (
          tg_table_name,
          case when tg_op = 'INSERT' then null else to_jsonb(old) end,
          case when tg_op = 'DELETE' then null else to_jsonb(new) end
        );
        return null;
      end $$;`);
  for (const table of tables.map(getTableName)) {
    await driver.unsafe(
      `create or replace trigger note_write after insert or update or delete on ${table}
       for each row execute function note_write();`,
    );
  }
}

export type Write = {
  table: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** The rows that some work wrote, in any table that `watchWrites` watches. */
export async function writesOf(work: () => Promise<unknown>): Promise<Write[]> {
  const driver = pool();
  await driver`truncate noted_writes`;
  await work();
  return driver<Write[]>`
    select table_name as table, row_before as before, row_after as after from noted_writes
    where row_before is distinct from row_after`;
}

/** The tables in which more was written than what is written by the way. */
export function lastingTables(writes: Write[]): string[] {
  return [...new Set(writes.filter(isLasting).map(({ table }) => table))];
}

function isOneOf(among: readonly PgTable[], table: string): boolean {
  return among.some((each) => getTableName(each) === table);
}

function isLasting({ table, before, after }: Write): boolean {
  if (isOneOf([...passingTables, ...timedTables], table)) return false;
  const passing = passingColumns
    .filter((column) => getTableName(column.table) === table)
    .map((column) => column.name);
  const lasting = (row: Record<string, unknown> | null) =>
    row && JSON.stringify(Object.entries(row).filter(([name]) => !passing.includes(name)));
  return lasting(before) !== lasting(after);
}

/** One digest of every row of the tables that last, as a transaction sees them, or everybody. */
export async function digestOfAll(on: Reader = db()): Promise<string> {
  const rows = tables
    .filter((table) => !passingTables.includes(table))
    .map(getTableName)
    .map((name) => sql`select ${name}::text || to_jsonb(t)::text as row from ${sql.identifier(name)} t`);
  const [found] = await on.execute<{ digest: string }>(
    sql`select md5(string_agg(row, e'\n' order by row)) as digest from (${sql.join(rows, sql` union all `)}) rows`,
  );
  return found?.digest ?? "";
}

/** Those of the written rows that name an id in any column, but for what the server writes whoever asks. */
export function writesNaming(id: string, writes: Write[]): string[] {
  return writes
    .filter(({ table }) => !isOneOf(timedTables, table))
    .filter(({ before, after }) => JSON.stringify([before, after]).includes(id))
    .map(({ table, before, after }) => `${table} ${JSON.stringify(after ?? before)}`);
}

/**
 * Has every mail that is queued from now on wait for ever. One that is sent writes the link it carries, at a time of its
 * own, which would be taken for a change by whatever is looked at just then.
 */
export async function postponeMails(): Promise<void> {
  await pool().unsafe(`
    create or replace function hold_mail() returns trigger language plpgsql as
      $$ begin new.next_attempt_at := 'infinity'; return new; end $$;
    create or replace trigger hold_mail before insert on mails for each row execute function hold_mail();`);
}

/** Has objects in buckets wait for ever: their deletion would write to the audit log whenever it ends. */
export async function postponeDeletions(): Promise<void> {
  await pool().unsafe(`
    create or replace function hold_deletion() returns trigger language plpgsql as
      $$ begin new.due_at := 'infinity'; return new; end $$;
    create or replace trigger hold_deletion before insert or update on storage_deletion_jobs
      for each row execute function hold_deletion();`);
}

/** Has what is refused from now on never be summed up: the server would write that to the logs when an hour ends. */
export async function postponeRefusals(): Promise<void> {
  await pool().unsafe(`
    create or replace function hold_refusal() returns trigger language plpgsql as
      $$ begin new.hour := 'infinity'; return new; end $$;
    create or replace trigger hold_refusal before insert on refused_attempts
      for each row execute function hold_refusal();`);
}
