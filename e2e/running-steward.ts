import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { closePool, openPool } from "@/db/client";
import { findRunningDatabase } from "@/lib/entry/embedded-postgres";
import { readOrCreateSecretKeys } from "@/lib/entry/secret-key-file";
import { StewardProcess } from "./process/steward-process";

type Wanted = {
  settings?: Record<string, string>;
  /** A data folder to begin with a copy of, in place of an empty one. */
  copyOf?: string;
};

/** Starts Steward as an operator does, and stops it, whatever becomes of the tests in between. */
export async function withSteward(
  use: (steward: StewardProcess, dataFolder: string) => Promise<void>,
  { settings = {}, copyOf }: Wanted = {},
): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-browser-"));
  // PostgreSQL runs as another user than root, and must get through.
  fs.chmodSync(folder, 0o755);
  const dataFolder = path.join(folder, "data");
  // `cp` keeps the owners, which PostgreSQL insists on.
  if (copyOf) execFileSync("cp", ["-a", copyOf, dataFolder]);
  const steward = await StewardProcess.start({
    // A pro tip would lie over the page of every user who is new.
    env: {
      STEWARD_DEFAULT_PREFERENCES: "hide_pro_tips=on",
      STEWARD_PERMITTED_NETWORKS: "127.0.0.1",
      ...settings,
      STEWARD_DATA: dataFolder,
      LOG_LEVEL: "info",
    },
  });
  const stop = () => steward.child.kill();
  process.once("exit", stop);
  try {
    await steward.serves();
    await use(steward, dataFolder);
  } finally {
    await steward.stop();
    process.off("exit", stop);
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Lets the tests' own process make accounts and sessions in the database of the running server. */
export async function withDatabaseOf(
  steward: StewardProcess,
  dataFolder: string,
  use: () => Promise<void>,
): Promise<void> {
  const database = findRunningDatabase(dataFolder);
  if (!database) throw new Error("The database of the running Steward was not found.");
  Object.assign(process.env, {
    STEWARD_SECRET_KEYS: readOrCreateSecretKeys(dataFolder),
    STEWARD_URL: steward.url,
    DATABASE_URL: database,
  });
  openPool(database, { maxConnections: 2 });
  try {
    await use();
  } finally {
    await closePool();
  }
}

/** Of these secrets, the ones that the server logged. */
export function findLeaks(steward: StewardProcess, secrets: Iterable<string>): string[] {
  return [...secrets].filter((secret) => steward.output.stderr.includes(secret));
}
