import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { ListScope } from "@/lib/core/access/scope";
import { containsPattern } from "@/lib/core/list-query";
import type { ListTerms } from "@/lib/core/resources/list-terms";
import type { NamePattern } from "@/lib/core/resources/name-pattern";

/** Only what the asker may see. Lists of ids go as one parameter each, however long they are. */
export function inScope(
  scope: ListScope,
  columns: { id: AnyPgColumn; parentId?: AnyPgColumn },
): SQL | undefined {
  if (scope.whole) return undefined;
  const byParent =
    columns.parentId && scope.parentIds.length > 0 ? isAmong(columns.parentId, scope.parentIds) : undefined;
  const byId = scope.ids.length > 0 ? isAmong(columns.id, scope.ids) : undefined;
  return or(byParent, byId) ?? sql`false`;
}

export function isAmong(column: AnyPgColumn, values: readonly string[]): SQL {
  return sql`${column} = any(${sql.param([...values])}::text[])`;
}

/** By an index where the pattern is a whole name in its own spelling, or the beginning of one. */
export function nameMatches(column: AnyPgColumn, pattern: NamePattern): SQL {
  const { ignoreCase } = pattern;
  if (pattern.kind === "regex") {
    return ignoreCase ? sql`${column} ~* ${pattern.regex}` : sql`${column} ~ ${pattern.regex}`;
  }
  const { kind, text } = pattern;
  const like =
    kind === "contains" ? containsPattern(text) : `${escapeLike(text)}${kind === "prefix" ? "%" : ""}`;
  if (ignoreCase) return sql`lower(${column}) like lower(${like})`;
  return kind === "exact" ? eq(column, text) : sql`${column} like ${like}`;
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}

/** For a column that holds a list of words. */
export function listFits(column: AnyPgColumn, { join, conditions, orEmpty }: ListTerms): SQL | undefined {
  const parts = conditions.map(({ kind, words }) => {
    const wanted = sql`${sql.param([...words])}::text[]`;
    if (kind === "all") return sql`${column} @> ${wanted}`;
    return kind === "any" ? sql`${column} && ${wanted}` : sql`not (${column} && ${wanted})`;
  });
  const joined = join === "and" ? and(...parts) : or(...parts);
  return orEmpty ? or(joined, sql`${column} = '{}'`) : joined;
}

/** For a column that holds one word, or none. */
export function wordFits(column: AnyPgColumn, { join, conditions, orEmpty }: ListTerms): SQL | undefined {
  const parts = conditions.map(({ kind, words }) => {
    if (kind === "none") return sql`(${column} is null or not ${inArray(column, [...words])})`;
    // One word can't be several at once.
    return kind === "all" && words.length > 1 ? sql`false` : inArray(column, [...words]);
  });
  const joined = join === "and" ? and(...parts) : or(...parts);
  return orEmpty ? or(joined, sql`${column} is null`, sql`${column} = ''`) : joined;
}
