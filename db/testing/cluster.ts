import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { openEmbeddedPostgres } from "../../lib/entry/embedded-postgres";
import { findPostmaster, isAlive } from "../../lib/entry/embedded-postgres/postmaster";
import { migrate } from "../migrate";
import { distribute } from "./distribute";

export type TestCluster = {
  /** A database of the cluster from which others can be made. */
  url: string;
  /** The migrated database to copy, or null where the suites share the one at `url`. */
  template: string | null;
};

declare module "vitest" {
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

const dir = path.resolve(import.meta.dirname, "../..");
const template = "steward_template";

/** One throw-away server per run, or the one that TEST_DATABASE_URL names. */
export default async function openTestCluster(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    await migrate(given, dir);
    await distribute(given);
    project.provide("cluster", { url: given, template: null });
    return async () => {};
  }
  removeAbandonedClusters();
  const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), `steward-test-${process.pid}-`));
  const server = await openEmbeddedPostgres({ dir, dataFolder, fsync: false });
  const close = async () => {
    await server.stop();
    fs.rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    await makeTemplate(server.connection, server.url);
  } catch (error) {
    await close();
    throw error;
  }
  project.provide("cluster", { url: server.url, template });
  return close;
}

async function makeTemplate(connection: { host: string; database: string; username: string }, url: string) {
  const sql = postgres({ ...connection, max: 1 });
  await sql.unsafe(`create database ${template}`).finally(() => sql.end());
  const target = new URL(url);
  target.pathname = `/${template}`;
  await migrate(target.toString(), dir);
}

/** A run that was killed could not stop its server. */
function removeAbandonedClusters(): void {
  for (const entry of fs.readdirSync(os.tmpdir())) {
    const maker = /^steward-test-(\d+)-/.exec(entry)?.[1];
    if (maker === undefined || isAlive(Number(maker))) continue;
    const folder = path.join(os.tmpdir(), entry);
    try {
      const server = findPostmaster(path.join(folder, "postgres"));
      if (server) process.kill(server.pid, "SIGKILL");
      fs.rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's leftovers are theirs to remove.
    }
  }
}
