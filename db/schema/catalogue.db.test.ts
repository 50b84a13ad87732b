import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { pool } from "../client";
import { openTestDatabase } from "../testing/database";
import * as schema from "./index";

openTestDatabase();

const tables = Object.values(schema).map((table) => getTableConfig(table as PgTable));
const ours = tables.map((table) => table.name);

type Constraint = {
  table: string;
  name: string;
  type: string;
  columns: string[];
  foreign_table: string | null;
};

/** Not-null constraints, which newer servers list too, can't be named in every version. */
function constraints(): Promise<Constraint[]> {
  return pool()<Constraint[]>`
    select c.conrelid::regclass::text as table, c.conname as name, c.contype as type,
      c.confrelid::regclass::text as foreign_table,
      array(select a.attname::text from unnest(c.conkey) with ordinality k(number, at)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number order by k.at) as columns
    from pg_constraint c join pg_namespace n on n.oid = c.connamespace
    where n.nspname = 'public' and c.contype <> 'n' and c.conrelid::regclass::text = any(${ours})`;
}

test("the database holds the tables and columns of the schema, and no others", async () => {
  const found = await pool()<{ column: string }[]>`
    select table_name || '.' || column_name || ' ' || case is_nullable when 'NO' then 'not null' else 'null' end as column
    from information_schema.columns
    where table_schema = 'public' and table_name not like 'citus%'`;
  const declared = tables.flatMap((table) =>
    table.columns.map((column) => `${table.name}.${column.name} ${column.notNull ? "not null" : "null"}`),
  );
  expect(found.map(({ column }) => column).sort()).toEqual(declared.sort());
});

test("every constraint has a name of its own, which says more than the database's own would", async () => {
  const found = await constraints();
  const names = found.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(ours.length);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(names.filter((name) => /_(pkey|fkey|fk|key|check)\d*$/.test(name))).toEqual([]);
});

test("the database holds the constraints that the schema names", async () => {
  const declared = tables.flatMap((table) => [
    ...table.primaryKeys.map((key) => key.getName()),
    ...table.foreignKeys.map((key) => key.getName()),
    ...table.checks.map((check) => check.name),
  ]);
  expect((await constraints()).map(({ name }) => name).sort()).toEqual(declared.sort());
});

/** Without one, deleting a row that is referred to reads the whole table that refers to it. */
test("every foreign key has an index that begins with its columns", async () => {
  const indexes = await pool()<{ table: string; columns: string[]; partial: boolean }[]>`
    select i.indrelid::regclass::text as table, i.indpred is not null as partial,
      array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality k(number, at)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number order by k.at) as columns
    from pg_index i where i.indrelid::regclass::text = any(${ours})`;
  const isServed = (key: Constraint) =>
    indexes.some(
      ({ table, columns, partial }) =>
        !partial &&
        table === key.table &&
        [...columns.slice(0, key.columns.length)].sort().join() === [...key.columns].sort().join(),
    );
  const keys = (await constraints()).filter(({ type }) => type === "f");
  expect(keys.length).toBeGreaterThan(10);
  expect(keys.filter((key) => !isServed(key)).map(({ name }) => name)).toEqual([]);
});

test("nothing in the database runs by itself", async () => {
  const [found] = await pool()<{ triggers: number; sequences: number; views: number }[]>`
    select (select count(*)::int from pg_trigger where not tgisinternal and tgrelid::regclass::text = any(${ours})) as triggers,
      (select count(*)::int from information_schema.sequences where sequence_schema = 'public') as sequences,
      (select count(*)::int from information_schema.views where table_schema = 'public' and table_name not like 'citus%') as views`;
  expect(found).toEqual({ triggers: 0, sequences: 0, views: 0 });
});
