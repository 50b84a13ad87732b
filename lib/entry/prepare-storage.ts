import path from "node:path";
import { openDataFolder, readOrCreateSecretKeys } from "./data-folder";
import { type EmbeddedPostgres, findRunningDatabase, openEmbeddedPostgres } from "./embedded-postgres";

export type Storage = { dataFolder?: string; embedded?: EmbeddedPostgres };

/**
 * Opens the embedded database where no other is named, and puts what it made where `settings` reads it.
 * With `share`, the database of a Steward that is running is used beside it.
 */
export async function prepareStorage(
  dir: string,
  { share = false, say }: { share?: boolean; say?: (line: string) => void } = {},
): Promise<Storage> {
  if (process.env.DATABASE_URL) return {};
  const dataFolder = path.resolve(dir, process.env.STEWARD_DATA || ".steward");
  openDataFolder(dataFolder);
  process.env.STEWARD_SECRET_KEYS ||= readOrCreateSecretKeys(dataFolder);
  const running = share ? findRunningDatabase(dataFolder) : undefined;
  if (running) {
    process.env.DATABASE_URL = running;
    return { dataFolder };
  }
  const embedded = await openEmbeddedPostgres({ dir, dataFolder, ...(say ? { log: say } : {}) });
  process.env.DATABASE_URL = embedded.url;
  return { dataFolder, embedded };
}
