import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { connect } from "./client";

const migrationLock = 7_305_118;

/** Brings the database at `url` to this version's schema. Several processes can start at the same time: one migrates, the others wait. */
export async function migrate(url: string, dir: string): Promise<void> {
  const connection = connect(url, { maxConnections: 1 });
  try {
    await connection`select pg_advisory_lock(${migrationLock})`;
    await applyMigrations(drizzle(connection), { migrationsFolder: path.join(dir, "db/migrations") });
    await connection`select pg_advisory_unlock(${migrationLock})`;
  } finally {
    await connection.end({ timeout: 5 });
  }
}
