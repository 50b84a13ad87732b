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

/** What an operation changed in the rows that name an id: empty when it left all of them as they were. */
export async function changesIn(id: string, work: () => Promise<unknown>): Promise<string[]> {
  const before = new Set(await rowsWith(id));
  await work();
  const after = new Set(await rowsWith(id));
  return [...before].filter((row) => !after.has(row)).concat([...after].filter((row) => !before.has(row)));
}
