import { closePool, openPool } from "@/db/client";
import { settings } from "@/lib/server/env";
import { checkDatabase } from "./check-database";
import { checkSettings } from "./check-settings";
import { prepareStorage, type Storage } from "./prepare-storage";

/** Runs an operator's command against the database, with or without a running server. */
export async function withDatabase(dir: string, command: (storage: Storage) => Promise<void>): Promise<void> {
  checkSettings(process.env);
  const storage = await prepareStorage(dir, { share: true });
  try {
    const { databaseUrl, preparedStatements } = settings();
    await checkDatabase(databaseUrl);
    openPool(databaseUrl, { maxConnections: 2, preparedStatements });
    await command(storage);
  } finally {
    await closePool();
    await storage.embedded?.stop();
  }
}
