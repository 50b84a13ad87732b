import { and, Column, eq, getTableColumns, getTableName, is, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type { Comparison, ListFilter, ListRequest } from "@/lib/core/resources/list-request";
import type { Reader } from "../client";
import { plannedForValues } from "../frequent-statements";
import { listFits, nameMatches, partsOf, wordFits } from "./resource-filters";

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
export function inOrder(request: ListRequest, columnOf: ColumnOf, id: AnyPgColumn): SQL[] {
  return orderOf(request, columnOf, id).map(({ by, direction }) => sql`${by} ${sql.raw(direction)}`);
}

type Direction = "asc" | "asc nulls first" | "desc" | "desc nulls last";
type Ordered = { by: AnyPgColumn | SQL; direction: Direction };

function orderOf({ order }: ListRequest, columnOf: ColumnOf, id: AnyPgColumn): Ordered[] {
  const ordered: Ordered[] = [];
  for (const { field, descending } of order) {
    const by = field === "id" ? id : columnOf(field);
    if (by) ordered.push({ by, direction: descending ? lastFirst(by) : firstFirst(by) });
  }
  if (!order.some(({ field }) => field === "id")) {
    ordered.push({ by: id, direction: order[0]?.descending ? "desc" : "asc" });
  }
  return ordered;
}

/** What has no value counts as the least, as in ClearML's lists. Indexes serve columns that always have one. */
function firstFirst(by: AnyPgColumn | SQL): Direction {
  return is(by, Column) && by.notNull ? "asc" : "asc nulls first";
}

function lastFirst(by: AnyPgColumn | SQL): Direction {
  return is(by, Column) && by.notNull ? "desc" : "desc nulls last";
}

type Listed = PgTable & { workspaceId: AnyPgColumn; id: AnyPgColumn; projectId: AnyPgColumn };

export type PageOf = {
  workspaceId: WorkspaceId;
  scope: ListScope;
  request: ListRequest;
  columnOf: ColumnOf;
  /** What is asked beside the scope and the filters of the request. */
  where?: SQL | undefined;
};

/** So many rows may be read for a page where each project of a scope is read by itself. */
const mostReadOfEach = 3_000;

/**
 * The ids of a page of what lives in projects, for `from` under the name `page`, and its order. They are chosen before
 * anything else is read, by indexes alone where these hold what is asked. Single objects of the scope are read beside
 * those of its projects: no index finds the one or the other. Each project of a small scope is read by itself, by one
 * plan for all such scopes, which no list has to wait for. Otherwise whether the order or the scope is followed depends
 * on how much the scope holds.
 */
export function pageOf(table: Listed, { workspaceId, scope, request, columnOf, where }: PageOf) {
  const ordered = orderOf(request, columnOf, table.id);
  const keys = ordered.map(({ by }, at) => sql`${by} as ${sql.raw(`key_${at}`)}`);
  const order = (of: "" | "page.") =>
    sql.raw(ordered.map(({ direction }, at) => `${of}key_${at} ${direction}`).join(", "));
  const end = request.offset + request.limit;
  const asked = and(fitsRequest(request, columnOf), where);
  const among = (condition: SQL | undefined) => sql`(
    select ${table.id}, ${sql.join(keys, sql`, `)} from ${table}
    where ${and(eq(table.workspaceId, workspaceId), condition, asked)}
    order by ${order("")} limit ${end}
  )`;
  const amongEach = (parentIds: readonly string[]) => sql`(
    select own.* from unnest(${sql.param([...parentIds])}::text[]) parent (id)
    cross join lateral ${among(sql`${table.projectId} = parent.id`)} own
    order by ${order("")} limit ${end}
  )`;
  const isSmall = where === undefined && mostReadFor(scope, end, asked) <= mostReadOfEach;
  const each = isSmall && !scope.whole ? scope.parentIds : [];
  const [first, ...others] = partsOf(scope, { id: table.id, parentId: table.projectId });
  const parts = each.length > 0 ? [amongEach(each), ...others.map(among)] : [first, ...others].map(among);
  return {
    page: sql`(
      ${scope.whole || isSmall ? sql`` : sql.raw(plannedForValues)}
      select * from (${sql.join(parts, sql` union all `)}) listed
      order by ${order("")} offset ${request.offset} limit ${request.limit}
    ) page`,
    order: order("page."),
  };
}

/** How many rows are read at most where each project is read by itself; a filter may leave out all but the last. */
function mostReadFor(scope: ListScope, end: number, filter: SQL | undefined): number {
  if (scope.whole) return Number.POSITIVE_INFINITY;
  const { parentIds, ids, held = Number.POSITIVE_INFINITY } = scope;
  const listed = filter ? held : Math.min(held, parentIds.length * end);
  return parentIds.length + listed + ids.length;
}

/**
 * Reads what `pageOf` chose: columns of one table, with what is told of each row beside them. The columns are put into
 * the statement as one text, since putting them together one by one took longer than all else that a list does.
 */
export function rowReader<T extends Listed>(table: T) {
  const name = getTableName(table);
  const columns = getTableColumns(table) as Record<string, AnyPgColumn>;
  const texts = Object.fromEntries(
    Object.entries(columns).map(([key, column]) => [key, `"${name}"."${column.name}" as "${key}"`]),
  );
  const named = sql.raw(name);
  return async <N extends keyof T["$inferSelect"] & string>(
    workspaceId: WorkspaceId,
    { page, order }: { page: SQL; order: SQL },
    wanted: readonly N[],
    on: Reader,
    beside: SQL = sql``,
  ): Promise<Pick<T["$inferSelect"], N>[]> => {
    const rows = await on.execute<Record<string, unknown>>(sql`
      select ${sql.raw(wanted.map((key) => texts[key]).join(", "))} ${beside}
      from ${page}
      cross join lateral (select * from ${named} where workspace_id = ${workspaceId} and id = page.id limit 1) ${named}
      order by ${order}`);
    return rows.map((row) => {
      for (const key of wanted) {
        if (row[key] !== null) row[key] = columns[key]?.mapFromDriverValue(row[key]);
      }
      return { ...row } as Pick<T["$inferSelect"], N>;
    });
  };
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
