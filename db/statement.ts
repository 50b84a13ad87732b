import { fillPlaceholders, type Placeholder, type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { pool } from "./client";

/** A value of a statement, or what stands for it where the statement runs again and again. */
export type Value = string | Placeholder;

const dialect = new PgDialect();

/**
 * A statement whose text is put together once, for those that run at every call: to do it each time costs more than all
 * the rest of what the driver does. Cast dates in the statement, to text or a number.
 */
export function statement<Given extends Record<string, unknown>, Row extends object>(
  build: (given: { [Name in keyof Given & string]: Placeholder<Name> }) => SQL,
): (given: Given) => Promise<readonly Row[]> {
  let made: ReturnType<PgDialect["sqlToQuery"]> | undefined;
  return (given) => {
    made ??= dialect.sqlToQuery(build(placeholders as never));
    const values = fillPlaceholders(made.params, given) as string[];
    return pool().unsafe<Row[]>(made.sql, values, { prepare: true });
  };
}

const placeholders = new Proxy({}, { get: (_, name) => sql.placeholder(String(name)) });
