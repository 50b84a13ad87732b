import { closePool, openPool } from "@/db/client";
import { settings } from "@/lib/server/env";
import { checkDatabase } from "./check-database";
import { checkSettings } from "./check-settings";
import { prepareStorage } from "./prepare-storage";

/** Runs an operator's command against the database, beside a Steward that is running or without one. */
export async function withDatabase(dir: string, command: () => Promise<void>): Promise<void> {
  checkSettings(process.env);
  const { embedded } = await prepareStorage(dir, { share: true });
  try {
    const { databaseUrl, preparedStatements } = settings();
    await checkDatabase(databaseUrl);
    openPool(databaseUrl, { maxConnections: 2, preparedStatements });
    await command();
  } finally {
    await closePool();
    await embedded?.stop();
  }
}
