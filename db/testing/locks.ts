import { pool } from "../client";

/** Comes back once some statement in this database waits for a lock that another transaction holds. */
export async function somebodyWaits(): Promise<void> {
  for (let tries = 0; tries < 2_000; tries += 1) {
    const [row] = await pool()<{ waiting: boolean }[]>`
      select exists (select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waiting`;
    if (row?.waiting) return;
  }
  throw new Error("Nobody came to wait for a lock.");
}
