import { AsyncLocalStorage } from "node:async_hooks";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { prepareFrequent } from "./frequent-statements";
import * as schema from "./schema/index";

export type Sql = postgres.Sql;
export type Orm = PostgresJsDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Orm["transaction"]>[0]>[0];
/** What a read runs on: the pool, or the transaction of the operation that asks. */
export type Reader = Orm | Transaction;

export type PoolOptions = {
  maxConnections?: number;
  /** Off where a pooler hands each statement to another connection. */
  preparedStatements?: boolean;
};

/** Next's bundle and the HTTP server each load their own copy of this module; the pool is theirs in common. */
const poolKey = Symbol.for("steward.database-pool");
const shared = globalThis as { [poolKey]?: Sql };
let orm: { pool: Sql; instance: Orm } | undefined;
type Ending = (tx: Transaction) => Promise<void>;
const transactions = new AsyncLocalStorage<{ endings: Map<string, Ending> }>();

export function openPool(url: string, options: PoolOptions = {}): Sql {
  const opened = connect(url, options);
  shared[poolKey] = opened;
  return opened;
}

/** A connection pool of its own, for migrations, locks and tests. */
export function connect(url: string, options: PoolOptions = {}): Sql {
  const { server, socketFolder } = splitSocketFolder(url);
  const sql = postgres(server, {
    ...(socketFolder ? { host: socketFolder } : {}),
    max: options.maxConnections ?? 10,
    prepare: options.preparedStatements ?? true,
    connect_timeout: 10,
    // The driver would wait for up to 20 s before it looks for a database again that was away.
    backoff: (failures: number) => Math.min(0.02 * 2 ** failures, 0.25),
    onnotice: () => {},
    connection: { application_name: "steward", timezone: "UTC" },
  });
  prepareFrequent(sql);
  return sql;
}

/** postgres.js takes the folder of a Unix socket as an option only; URLs name it as libpq does, by `?host=/folder`. */
function splitSocketFolder(url: string): { server: string; socketFolder: string | undefined } {
  const parsed = new URL(url);
  const host = parsed.searchParams.get("host");
  if (!host?.startsWith("/")) return { server: url, socketFolder: undefined };
  parsed.searchParams.delete("host");
  return { server: parsed.toString(), socketFolder: host };
}

export function isPoolOpen(): boolean {
  return shared[poolKey] !== undefined;
}

export async function closePool(): Promise<void> {
  const open = shared[poolKey];
  shared[poolKey] = undefined;
  await open?.end({ timeout: 5 });
}

/**
 * The driver itself, for the few statements that run at every call of a client. Drizzle takes its reading and
 * writing of dates away: cast them in the statement, to text or a number.
 */
export function pool(): Sql {
  // If all connections did this at the same time, each would wait for another forever.
  if (transactions.getStore()) throw new Error("A transaction asked for a second connection.");
  return openedPool();
}

function openedPool(): Sql {
  const open = shared[poolKey];
  if (!open) throw new Error("The database is not open.");
  return open;
}

export function db(): Orm {
  const open = pool();
  if (orm?.pool !== open) orm = { pool: open, instance: drizzle(open, { schema }) };
  return orm.instance;
}

/** Reads that all see the database as it is at the first of them. */
export function inSnapshot<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  const snapshot = { isolationLevel: "repeatable read", accessMode: "read only" } as const;
  return db().transaction((tx) => transactions.run({ endings: new Map() }, () => work(tx)), snapshot);
}

/** Whatever `work` reads or writes goes through `tx`. */
export function inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  const endings = new Map<string, Ending>();
  const run = async (tx: Transaction) => {
    const result = await work(tx);
    for (const ending of endings.values()) await ending(tx);
    return result;
  };
  return db().transaction((tx) => transactions.run({ endings }, () => run(tx)));
}

/** Runs once after everything that the transaction writes, and undoes it all if it throws. */
export function beforeCommit(name: string, ending: Ending): void {
  const running = transactions.getStore();
  if (!running) throw new Error("There is no transaction that could end.");
  running.endings.set(name, ending);
}
