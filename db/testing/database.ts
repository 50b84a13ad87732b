import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject } from "vitest";
import { closePool, connect, openPool } from "../client";

const fixedSettings = {
  PORT: "3000",
  STEWARD_URL: "http://localhost:3000",
  STEWARD_SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  LOG_LEVEL: "silent",
};

/** Opens a database for one test file: a copy of the migrated template, or the one that all files share. */
export function useTestDatabase(): void {
  const { url, template } = inject("cluster");
  const name = `steward_${randomBytes(6).toString("hex")}`;

  beforeAll(async () => {
    const own = template === null ? url : await copyTemplate(url, template, name);
    Object.assign(process.env, fixedSettings, { DATABASE_URL: own });
    openPool(own, { maxConnections: 5 });
  });

  afterAll(async () => {
    await closePool();
    if (template !== null) await onServer(url, `drop database if exists ${name} with (force)`);
  });
}

async function copyTemplate(url: string, template: string, name: string): Promise<string> {
  await onServer(url, `create database ${name} template ${template} strategy file_copy`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.toString();
}

async function onServer(url: string, statement: string): Promise<void> {
  const connection = connect(url, { maxConnections: 1 });
  await connection.unsafe(statement).finally(() => connection.end());
}
