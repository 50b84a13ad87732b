import path from "node:path";
import { setKeyFile } from "@/lib/server/secret-keys";
import { openDataFolder } from "./data-folder";
import { type EmbeddedPostgres, findRunningDatabase, openEmbeddedPostgres } from "./embedded-postgres";
import { followKeyFile, keyFileOf, readNamedKeyFile, readOrCreateSecretKeys } from "./secret-key-file";

export type Storage = {
  dataFolder?: string;
  embedded?: EmbeddedPostgres;
  /** Where the secret keys are stored, unless they are in the environment. */
  keyFile?: { path: string; isNamed: boolean };
};

/**
 * Opens the embedded database where no other is named, and puts what it made where `settings` reads it.
 * With `share`, the database of a running Steward is shared with it.
 */
export async function prepareStorage(
  dir: string,
  { share = false, say }: { share?: boolean; say?: (line: string) => void } = {},
): Promise<Storage> {
  const named = openNamedKeyFile(dir);
  if (process.env.DATABASE_URL) return { ...named };
  const dataFolder = dataFolderOf(dir);
  openDataFolder(dataFolder);
  const keys = named ?? openOwnKeyFile(dataFolder);
  const running = share ? findRunningDatabase(dataFolder) : undefined;
  if (running) {
    process.env.DATABASE_URL = running;
    return { ...keys, dataFolder };
  }
  const embedded = await openEmbeddedPostgres({ dir, dataFolder, ...(say ? { log: say } : {}) });
  process.env.DATABASE_URL = embedded.url;
  return { ...keys, dataFolder, embedded };
}

/** Uploaded files go there too, even where the database is another. */
export function dataFolderOf(dir: string): string {
  return path.resolve(dir, process.env.STEWARD_DATA || ".steward");
}

function openNamedKeyFile(dir: string): Pick<Storage, "keyFile"> | undefined {
  const name = process.env.STEWARD_SECRET_KEYS_FILE;
  if (process.env.STEWARD_SECRET_KEYS || !name) return undefined;
  const file = path.resolve(dir, name);
  process.env.STEWARD_SECRET_KEYS = readNamedKeyFile(file);
  setKeyFile(followKeyFile(file));
  return { keyFile: { path: file, isNamed: true } };
}

function openOwnKeyFile(dataFolder: string): Pick<Storage, "keyFile"> | undefined {
  if (process.env.STEWARD_SECRET_KEYS) return undefined;
  process.env.STEWARD_SECRET_KEYS = readOrCreateSecretKeys(dataFolder);
  const file = keyFileOf(dataFolder);
  setKeyFile(followKeyFile(file));
  return { keyFile: { path: file, isNamed: false } };
}
