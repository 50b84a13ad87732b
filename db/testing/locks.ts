import { db, pool, type Transaction } from "../client";

/** A transaction of the test’s own, in which others may be set going that need connections of theirs. */
export function whileInTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db().transaction(work);
}

const longestWaitMs = 20_000;

/** Comes back once so many statements in this database wait for locks that other transactions hold. */
export async function waitForLockWaiter(atLeast = 1): Promise<void> {
  const sql = pool();
  const [cluster] = await sql`select 1 from pg_extension where extname = 'citus'`;
  const here = sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  const waiters = cluster
    ? sql`(select 1 from citus_lock_waits union all select 1 from ${here} and wait_event = 'advisory') waits`
    : here;
  const started = performance.now();
  while (performance.now() - started < longestWaitMs) {
    const [row] = await sql<{ waiting: number }[]>`select count(*)::int as waiting from ${waiters}`;
    if ((row?.waiting ?? 0) >= atLeast) return;
    await sql`select pg_sleep(0.002)`;
  }
  throw new Error("Nobody came to wait for a lock.");
}
