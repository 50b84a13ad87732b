import { getTableName } from "drizzle-orm";
import type { getTableConfig } from "drizzle-orm/pg-core";
import { distribution } from "./distribution";

type TableConfig = ReturnType<typeof getTableConfig>;

const owned: readonly string[] = distribution.workspaceOwned;
const reference: readonly string[] = distribution.reference;

/** What would keep the table from being distributed by workspace; empty when nothing does. */
export function distributionProblems(table: TableConfig): string[] {
  const isOwned = owned.includes(table.name);
  return [
    ...(isOwned ? uniquenessProblems(table) : []),
    ...(table.primaryKeys.length === 1 ? [] : ["has no primary key with a name of its own"]),
    ...table.foreignKeys.flatMap((key) => foreignKeyProblems(key, isOwned)),
    ...table.columns.flatMap(columnProblems),
  ];
}

function uniquenessProblems(table: TableConfig): string[] {
  const unique = [
    ...table.primaryKeys.map((key) => ({
      name: key.getName(),
      columns: key.columns.map((column) => column.name),
    })),
    ...table.uniqueConstraints.map((constraint) => ({
      name: constraint.getName() ?? "",
      columns: constraint.columns.map((column) => column.name),
    })),
    ...table.indexes
      .filter((index) => index.config.unique)
      .map((index) => ({
        name: index.config.name ?? "",
        columns: index.config.columns.map((column) => ("name" in column ? String(column.name) : "")),
      })),
  ];
  return unique
    .filter(({ columns }) => columns[0] !== "workspace_id")
    .map(({ name }) => `${name} does not begin with workspace_id`);
}

function foreignKeyProblems(key: TableConfig["foreignKeys"][number], isOwned: boolean): string[] {
  const problems: string[] = [];
  const { name, columns, foreignTable, foreignColumns } = key.reference();
  const target = getTableName(foreignTable);
  if (!name) problems.push(`a foreign key to ${target} has no name of its own`);
  if (owned.includes(target)) {
    if (!isOwned) problems.push(`refers to ${target}, which is split among the nodes`);
    if (columns[0]?.name !== "workspace_id" || foreignColumns[0]?.name !== "workspace_id") {
      problems.push(`its key to ${target} does not begin with workspace_id`);
    }
  } else if (isOwned && !reference.includes(target)) {
    problems.push(`refers to ${target}, which stays on the coordinator`);
  }
  if (key.onDelete?.startsWith("set")) problems.push(`its key to ${target} sets columns on delete`);
  return problems;
}

function columnProblems(column: TableConfig["columns"][number]): string[] {
  const problems: string[] = [];
  if (column.generatedIdentity || column.getSQLType().includes("serial")) {
    problems.push(`${column.name} is numbered by the database`);
  }
  if (column.primary) problems.push(`${column.name} is a primary key without a name of its own`);
  if (column.isUnique) problems.push(`${column.name} is unique by itself`);
  if (column.columnType.startsWith("PgTimestamp") && column.getSQLType() !== "timestamp (3) with time zone") {
    problems.push(`${column.name} is no moment in time`);
  }
  return problems;
}
