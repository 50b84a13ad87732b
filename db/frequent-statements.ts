import type postgres from "postgres";

const askedBeforePrepared = 3;
const mostPrepared = 300;
const mostCounted = 5_000;
const longestText = 20_000;

/** In statements whose best plan depends on their values so much that one for all of them would be a bad one. */
export const plannedForValues = "/* planned for its values */";

/**
 * Which statements are worth being prepared: those that are asked again and again. Each costs every connection some
 * memory, and what clients ask for makes texts without end, so only so many are.
 */
export class FrequentStatements {
  readonly #counts = new Map<string, number>();
  readonly #prepared = new Set<string>();

  constructor(private readonly most = mostPrepared) {}

  /** Counts the statement as asked. */
  isFrequent(text: string): boolean {
    if (this.#prepared.has(text)) return true;
    if (this.#prepared.size >= this.most || text.length > longestText) return false;
    if (text.includes(plannedForValues)) return false;
    const count = (this.#counts.get(text) ?? 0) + 1;
    if (count < askedBeforePrepared) {
      if (this.#counts.size >= mostCounted) this.#counts.clear();
      this.#counts.set(text, count);
      return false;
    }
    this.#counts.delete(text);
    this.#prepared.add(text);
    return true;
  }
}

type Begin = (...given: unknown[]) => Promise<unknown>;
type Inner = postgres.Sql & { savepoint?: Begin };

/**
 * Drizzle sends its statements as texts, which the driver parses and plans anew each time, and in two round trips. From
 * here on it prepares those that are frequent, in transactions too.
 */
export function prepareFrequent(sql: postgres.Sql, frequent = new FrequentStatements()): void {
  const { unsafe } = sql;
  sql.unsafe = ((text: string, values: postgres.ParameterOrJSON<never>[] = [], options = {}) =>
    unsafe(
      text,
      values,
      values.length > 0 && frequent.isFrequent(text) ? { ...options, prepare: true } : options,
    )) as typeof unsafe;
  const inner = sql as Inner;
  for (const name of ["begin", "savepoint"] as const) {
    const begin = inner[name] as Begin | undefined;
    if (!begin) continue;
    const wrapped: Begin = (...given) => {
      const work = given.pop() as (within: postgres.Sql) => unknown;
      return begin(...given, (within: postgres.Sql) => {
        prepareFrequent(within, frequent);
        return work(within);
      });
    };
    Object.assign(inner, { [name]: wrapped });
  }
}
