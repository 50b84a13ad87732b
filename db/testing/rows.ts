import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { pool } from "../client";
import * as schema from "../schema/index";

export const tables: PgTable[] = Object.values(schema).filter((entry) => is(entry, PgTable));

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

/** What an operation changed in the rows that name a workspace, or a user by ID or address. Empty if nothing. */
export async function changesIn(
  subject: string | { id: string; email: string },
  work: () => Promise<unknown>,
): Promise<string[]> {
  const names = typeof subject === "string" ? [subject] : [subject.id, subject.email];
  const rows = async () => new Set((await Promise.all(names.map(rowsWith))).flat());
  const before = await rows();
  await work();
  const after = await rows();
  return [...before].filter((row) => !after.has(row)).concat([...after].filter((row) => !before.has(row)));
}
