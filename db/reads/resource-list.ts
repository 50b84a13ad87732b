import { and, asc, Column, desc, eq, is, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { containsPattern } from "@/lib/core/list-query";
import type { Comparison, ListFilter, ListRequest } from "@/lib/core/resources/list-request";
import { listFits, nameMatches, wordFits } from "./resource-filters";

/** The column, or the expression, that a client's field stands for. Undefined for one that the list does not have. */
export type ColumnOf = (field: string) => AnyPgColumn | SQL | undefined;

/** What the filters of a request ask, beside the workspace and the scope of whoever asks. */
export function fitsRequest({ filters, search }: ListRequest, columnOf: ColumnOf): SQL | undefined {
  const name = search === undefined ? undefined : columnOf("name");
  return and(
    ...filters.map((filter) => fits(filter, columnOf)),
    name && search ? sql`lower(${name}) like lower(${containsPattern(search)})` : undefined,
  );
}

/** In the order of a request, which the id makes unambiguous. */
export function inOrder({ order }: ListRequest, columnOf: ColumnOf, id: AnyPgColumn): SQL[] {
  const ordered: SQL[] = [];
  for (const { field, descending } of order) {
    const column = field === "id" ? id : columnOf(field);
    if (column) ordered.push(descending ? lastFirst(column) : firstFirst(column));
  }
  if (!order.some(({ field }) => field === "id")) {
    ordered.push(order[0]?.descending ? desc(id) : asc(id));
  }
  return ordered;
}

/** What has no value counts as the least, as in ClearML's lists. Indexes serve columns that always have one. */
function firstFirst(column: AnyPgColumn | SQL): SQL {
  return is(column, Column) && column.notNull ? asc(column) : sql`${column} asc nulls first`;
}

function lastFirst(column: AnyPgColumn | SQL): SQL {
  return is(column, Column) && column.notNull ? desc(column) : sql`${column} desc nulls last`;
}

function fits(filter: ListFilter, columnOf: ColumnOf): SQL | undefined {
  if ("filters" in filter) {
    const parts = filter.filters.map((each) => fits(each, columnOf));
    return filter.kind === "any" ? or(...parts) : and(...parts);
  }
  // An expression stands where a column does.
  const column = columnOf(filter.field) as AnyPgColumn | undefined;
  if (!column) return sql`false`;
  switch (filter.kind) {
    case "name":
      return nameMatches(column, filter.pattern);
    case "word":
      return wordFits(column, filter.terms);
    case "words":
      return listFits(column, filter.terms);
    case "flag":
      return eq(column, filter.value);
    case "compare": {
      const compared = and(...filter.comparisons.map((each) => compares(column, each)));
      return filter.orEmpty ? or(compared, sql`${column} is null`) : compared;
    }
  }
}

const operators = { ">=": sql`>=`, ">": sql`>`, "<=": sql`<=`, "<": sql`<`, "=": sql`=` } as const;

function compares(column: AnyPgColumn, { operator, value }: Comparison): SQL {
  const given =
    value instanceof Date ? sql`${value.toISOString()}::timestamptz` : sql`${value}::double precision`;
  return sql`${column} ${operators[operator]} ${given}`;
}
