import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import { distribution } from "./distribution";
import * as schema from "./index";

const tables = Object.values(schema).map((table) => getTableConfig(table as PgTable));
const named = new Map(tables.map((table) => [table.name, table]));
const owned: readonly string[] = distribution.workspaceOwned;
const reference: readonly string[] = distribution.reference;

type TableConfig = (typeof tables)[number];

/** What would keep the table from being distributed by workspace; empty when nothing does. */
function distributionProblems(table: TableConfig): string[] {
  const problems: string[] = [];
  const isOwned = owned.includes(table.name);
  const unique = [
    ...table.primaryKeys.map((key) => ({
      name: key.getName(),
      columns: key.columns.map((column) => column.name),
    })),
    ...table.indexes
      .filter((index) => index.config.unique)
      .map((index) => ({
        name: index.config.name ?? "",
        columns: index.config.columns.map((column) => ("name" in column ? String(column.name) : "")),
      })),
  ];
  if (table.primaryKeys.length !== 1) problems.push("has no primary key with a name of its own");
  for (const { name, columns } of unique) {
    if (isOwned && columns[0] !== "workspace_id") problems.push(`${name} does not begin with workspace_id`);
  }
  for (const key of table.foreignKeys) {
    const { columns, foreignTable, foreignColumns } = key.reference();
    const target = getTableConfig(foreignTable).name;
    if (!key.reference().name) problems.push(`a foreign key to ${target} has no name of its own`);
    if (owned.includes(target)) {
      if (!isOwned) problems.push(`refers to ${target}, which is split among the nodes`);
      if (columns[0]?.name !== "workspace_id" || foreignColumns[0]?.name !== "workspace_id") {
        problems.push(`its key to ${target} does not begin with workspace_id`);
      }
    } else if (isOwned && !reference.includes(target)) {
      problems.push(`refers to ${target}, which stays on the coordinator`);
    }
    if (key.onDelete?.startsWith("set")) problems.push(`its key to ${target} sets columns on delete`);
  }
  for (const column of table.columns) {
    if (column.generatedIdentity) problems.push(`${column.name} is numbered by the database`);
    if (
      column.columnType.startsWith("PgTimestamp") &&
      column.getSQLType() !== "timestamp (3) with time zone"
    ) {
      problems.push(`${column.name} is no moment in time`);
    }
  }
  return problems;
}

describe("the schema", () => {
  test("names every table once in the distribution", () => {
    const placed = Object.values(distribution).flat();
    expect([...placed].sort()).toEqual([...named.keys()].sort());
  });

  test.each(tables)("$name can be distributed by workspace", (table) => {
    expect(distributionProblems(table)).toEqual([]);
  });

  test.each(distribution.workspaceOwned.map((name) => ({ name })))(
    "$name carries its workspace",
    ({ name }) => {
      const column = named.get(name)?.columns.find(({ name }) => name === "workspace_id");
      expect(column?.notNull).toBe(true);
    },
  );
});
