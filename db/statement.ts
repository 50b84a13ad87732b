import { fillPlaceholders, is, type Param, type Placeholder, type SQL, sql } from "drizzle-orm";
import { PgDialect, PgTransaction } from "drizzle-orm/pg-core";
import { LRUCache } from "lru-cache";
import { db, type Orm, pool, type Reader } from "./client";

/** A value of a statement, or what stands for it where the statement runs again and again. */
export type Value = string | Placeholder;
/** Values of any type, or what stands for them. */
export type OrPlaceholders<Values> = { [Name in keyof Values]: Values[Name] | Placeholder };
type Placeholders<Values> = { [Name in keyof Values & string]: Placeholder<Name> };

const dialect = new PgDialect();
type Made = ReturnType<PgDialect["sqlToQuery"]>;

/**
 * A statement whose text is put together once, for those that run at every call: to do it each time costs more than all
 * the rest of what the driver does. Cast dates in the statement, to text or a number.
 */
export function statement<Given extends Record<string, unknown>, Row extends object>(
  build: (given: Placeholders<Given>) => SQL,
): (given: Given) => Promise<readonly Row[]> {
  let made: Made | undefined;
  return (given) => {
    made ??= dialect.sqlToQuery(build(placeholders as never));
    const values = fillPlaceholders(made.params, given) as string[];
    return pool().unsafe<Row[]>(made.sql, values, { prepare: true });
  };
}

type Preparable<Row> = {
  prepare(name: string): { execute(values: Record<string, unknown>): Promise<Row[]> };
};

/**
 * A query of Drizzle's whose text is put together once, for those that run at every page. Its rows are read as those of
 * any other. Give dates to `build`'s conditions as `sql.param(placeholder, column)`, so that they are written as such.
 */
export function preparedQuery<Given extends Record<string, unknown>, Row>(
  name: string,
  build: (on: Orm, given: Placeholders<Given>) => Preparable<Row>,
): (given: Given) => Promise<Row[]> {
  const prepared = new WeakMap<Orm, ReturnType<Preparable<Row>["prepare"]>>();
  return (given) => {
    const on = db();
    let made = prepared.get(on);
    if (!made) {
      made = build(on, placeholders as never).prepare(name);
      prepared.set(on, made);
    }
    return made.execute(given);
  };
}

const placeholders = new Proxy({}, { get: (_, name) => sql.placeholder(String(name)) });

/** What stands for each value of a statement. */
export type StandIns<Values> = { [Name in keyof Values & string]: Placeholder | Param };

const mostKept = 500;

/**
 * Statements that a list can be asked by, whose texts are put together once for each key. The key tells all that the
 * text depends on; without one, and in a transaction, the text is put together each time.
 */
export class KeptStatements<Row extends Record<string, unknown>> {
  readonly #made = new LRUCache<string, Made>({ max: mostKept });

  async run<Values extends Record<string, unknown>>(
    key: string | undefined,
    build: (given: StandIns<Values>) => SQL,
    values: Values,
    on: Reader,
  ): Promise<readonly Row[]> {
    if (key === undefined || is(on, PgTransaction)) {
      const given = Object.entries(values).map(([name, value]) => [name, sql.param(value)]);
      return (await on.execute(build(Object.fromEntries(given)))) as unknown as readonly Row[];
    }
    let made = this.#made.get(key);
    if (!made) {
      made = dialect.sqlToQuery(build(placeholders as never));
      this.#made.set(key, made);
    }
    return pool().unsafe<Row[]>(made.sql, fillPlaceholders(made.params, values) as string[]);
  }
}
