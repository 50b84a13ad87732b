import { randomBytes } from "node:crypto";
import path from "node:path";
import { afterAll, beforeAll, inject } from "vitest";
import { closePool, connect, openPool } from "../client";
import { migrate } from "../migrate";

const fixedSettings = {
  PORT: "3000",
  STEWARD_URL: "http://localhost:3000",
  STEWARD_SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  LOG_LEVEL: "silent",
};

/**
 * Opens a database for one test file: a copy of the migrated template, or the one that all files share.
 * A file that needs an empty one asks to be `alone`.
 */
export function openTestDatabase({ alone = false } = {}): void {
  const { url, template } = inject("cluster");
  const isShared = template === null && !alone;
  const name = `steward_${randomBytes(6).toString("hex")}`;

  beforeAll(async () => {
    const own = isShared ? url : await makeDatabase(url, name, template);
    Object.assign(process.env, fixedSettings, { DATABASE_URL: own });
    openPool(own, { maxConnections: 5 });
  });

  afterAll(async () => {
    await closePool();
    if (!isShared) await onServer(url, `drop database if exists ${name} with (force)`);
  });
}

async function makeDatabase(url: string, name: string, template: string | null): Promise<string> {
  await onServer(
    url,
    `create database ${name}${template === null ? "" : ` template ${template} strategy file_copy`}`,
  );
  const own = new URL(url);
  own.pathname = `/${name}`;
  if (template === null) await migrate(own.toString(), path.resolve(import.meta.dirname, "../.."));
  return own.toString();
}

async function onServer(url: string, statement: string): Promise<void> {
  const connection = connect(url, { maxConnections: 1 });
  await connection.unsafe(statement).finally(() => connection.end());
}
