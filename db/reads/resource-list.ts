import {
  and,
  Column,
  eq,
  getTableColumns,
  getTableName,
  is,
  or,
  type Param,
  type Placeholder,
  type SQL,
  sql,
} from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type { Comparison, ListFilter, ListRequest } from "@/lib/core/resources/list-request";
import type { Reader } from "../client";
import { plannedForValues } from "../frequent-statements";
import { KeptStatements, type StandIns } from "../statement";
import { listFits, nameMatches, wordFits } from "./resource-filters";

/** The column, or the expression, that a client's field stands for. Undefined for one that the list does not have. */
export type ColumnOf = (field: string) => AnyPgColumn | SQL | undefined;

/** What the filters of a request ask, beside the workspace and the scope of whoever asks. */
export function fitsRequest(
  { filters, search }: ListRequest,
  columnOf: ColumnOf,
  pattern: Placeholder | Param | string = containsPattern(search ?? ""),
): SQL | undefined {
  const name = search === undefined ? undefined : columnOf("name");
  return and(
    ...filters.map((filter) => fits(filter, columnOf)),
    name && search ? sql`lower(${name}) like lower(${pattern})` : undefined,
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
const mostReadOfEach = 4_000;
/** To begin with a project takes as long as to read so many rows. */
const rowsPerProject = 15;

type PageValues = {
  workspaceId: WorkspaceId;
  parentIds: readonly string[];
  ids: readonly string[];
  offset: number;
  limit: number;
  /** Rows that must be known before the page ends. */
  end: number;
  /** For names. */
  pattern: string;
};

/** A page of ids, for `from` under the name `page`, and its order. */
export type Page<Values extends { workspaceId: WorkspaceId }> = {
  /** See `KeptStatements`. */
  key: string | undefined;
  values: Values;
  build(given: StandIns<Values>): { page: SQL; order: SQL };
};

/**
 * The ids of a page of what lives in projects. They are chosen before anything else is read, by indexes alone where
 * these hold what is asked. Single objects of the scope are read beside those of its projects: no index finds the one or
 * the other. Each project of a small scope is read by itself, by one plan for all such scopes, which no list has to wait
 * for. Otherwise whether the order or the scope is followed depends on how much the scope holds.
 */
export function pageOf(
  table: Listed,
  { workspaceId, scope, request, columnOf, where }: PageOf,
): Page<PageValues> {
  const { offset, limit, order, filters, search } = request;
  const { parentIds, ids } = scope.whole ? { parentIds: [], ids: [] } : scope;
  const end = offset + limit;
  const isFiltered = filters.length > 0 || search !== undefined;
  const isSmall = where === undefined && mostReadFor(scope, end, isFiltered) <= mostReadOfEach;
  const how = scope.whole ? "whole" : isSmall ? "each" : "all";
  const holds = [
    parentIds.length > 0 && "parents",
    ids.length > 0 && "ids",
    search !== undefined && "search",
  ];
  const orders = order.map(({ field, descending }) => `${descending ? "-" : ""}${field}`);
  return {
    key:
      filters.length > 0 || where
        ? undefined
        : JSON.stringify([getTableName(table), how, ...holds, ...orders]),
    values: {
      ...{ workspaceId, parentIds, ids, offset, limit, end },
      pattern: search === undefined ? "" : containsPattern(search),
    },
    build(given) {
      const ordered = orderOf(request, columnOf, table.id);
      const keys = ordered.map(({ by }, at) => sql`${by} as ${sql.raw(`key_${at}`)}`);
      const orderIn = (of: "" | "page.") =>
        sql.raw(ordered.map(({ direction }, at) => `${of}key_${at} ${direction}`).join(", "));
      const asked = and(fitsRequest(request, columnOf, given.pattern), where);
      const among = (condition: SQL | undefined) => sql`(
        select ${table.id}, ${sql.join(keys, sql`, `)} from ${table}
        where ${and(sql`${table.workspaceId} = ${given.workspaceId}`, condition, asked)}
        order by ${orderIn("")} limit ${given.end}
      )`;
      const amongEach = sql`(
        select own.* from unnest(${given.parentIds}::text[]) parent (id)
        cross join lateral ${among(sql`${table.projectId} = parent.id`)} own
        order by ${orderIn("")} limit ${given.end}
      )`;
      const inParents = sql`${table.projectId} = any(${given.parentIds}::text[])`;
      const byId = sql`${table.id} = any(${given.ids}::text[])`;
      const parts = [
        ...(scope.whole ? [among(undefined)] : []),
        ...(parentIds.length > 0 ? [isSmall ? amongEach : among(inParents)] : []),
        ...(ids.length > 0
          ? [among(parentIds.length > 0 ? sql`${byId} and (${inParents}) is not true` : byId)]
          : []),
      ];
      return {
        page: sql`(
          ${how === "all" ? sql.raw(plannedForValues) : sql``}
          select * from (${sql.join(parts.length > 0 ? parts : [among(sql`false`)], sql` union all `)}) listed
          order by ${orderIn("")} offset ${given.offset} limit ${given.limit}
        ) page`,
        order: orderIn("page."),
      };
    },
  };
}

/** As many rows as are read at most, or could be meanwhile, where each project is read by itself; a filter may leave out all but the last. */
function mostReadFor(scope: ListScope, end: number, isFiltered: boolean): number {
  if (scope.whole) return Number.POSITIVE_INFINITY;
  const { parentIds, ids, held = Number.POSITIVE_INFINITY } = scope;
  const listed = isFiltered ? held : Math.min(held, parentIds.length * end);
  return parentIds.length * rowsPerProject + listed + ids.length;
}

/**
 * Reads what `pageOf` chose: columns of one table, with what is told of each row beside them. The columns are put into
 * the statement as one text, since putting them together one by one took longer than all else that a list does.
 */
export function rowReader<T extends Listed>(table: T) {
  const name = getTableName(table);
  const columns = getTableColumns(table) as Record<string, AnyPgColumn>;
  const texts = Object.fromEntries(
    Object.entries(columns).map(([field, column]) => [field, `"${name}"."${column.name}" as "${field}"`]),
  );
  const named = sql.raw(name);
  const kept = new KeptStatements<Record<string, unknown>>();
  return async <N extends keyof T["$inferSelect"] & string, Values extends { workspaceId: WorkspaceId }>(
    { key, values, build }: Page<Values>,
    wanted: readonly N[],
    on: Reader,
    beside?: (workspaceId: StandIns<Values>["workspaceId"]) => SQL,
  ): Promise<Pick<T["$inferSelect"], N>[]> => {
    const rows = await kept.run(
      key && `${key} ${wanted.join()}${beside ? " beside" : ""}`,
      (given) => {
        const { page, order } = build(given);
        return sql`
          select ${sql.raw(wanted.map((field) => texts[field]).join(", "))} ${beside?.(given.workspaceId) ?? sql``}
          from ${page}
          cross join lateral (
            select * from ${named} where workspace_id = ${given.workspaceId} and id = page.id limit 1
          ) ${named}
          order by ${order}`;
      },
      values,
      on,
    );
    return rows.map((row) => {
      for (const field of wanted) {
        if (row[field] !== null) row[field] = columns[field]?.mapFromDriverValue(row[field]);
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
