import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import { doVaultWork, isLight } from "@/lib/core/vault/vault-work";
import { saveOwnVault, switchOwnVault } from "@/lib/operations/vaults/vaults";
import { runVaultWork, setVaultWorkers, type Workers, type WorkOutcome } from "@/lib/server/vault-workers";
import { openTestServer } from "@/lib/tooling/test-server";
import { makeCaller } from "@/lib/tooling/wire-client";
import { bundle } from "./launch/build.mjs";
import { openVaultThreads } from "./vault-threads";

const root = path.resolve(import.meta.dirname, "../..");

const target = "personal" as const;
const filledTo256KB = (line: (number: number) => string) => {
  const lines: string[] = [];
  for (let bytes = 0, number = 0; ; number += 1) {
    bytes += line(number).length + 1;
    if (bytes > 256 * 1024) return lines.join("\n");
    lines.push(line(number));
  }
};

const worst: [string, VaultFormat, string][] = [
  ["many errors", "hocon", filledTo256KB(() => "a: [")],
  ["many short lines", "hocon", filledTo256KB(() => "a")],
  ["as many values as there may be", "hocon", filledTo256KB((number) => `k${number} = 123456789`)],
  ["references", "hocon", `a = [1]\n${filledTo256KB((number) => `k${number} = \${a}`).slice(0, 20_000)}`],
  ["one long text", "json", `{"a": "${"x".repeat(250_000)}"}`],
];

openTestDatabase();
const outcomes: WorkOutcome<unknown>[] = [];
const server = openTestServer(async (_, response) => {
  outcomes.push(await runVaultWork({ kind: "check", text: worst[0]![2], format: "hocon", target }));
  response.end();
});

let folder: string;
let close: () => Promise<void>;

beforeAll(async () => {
  // Within the project, so that the bundle finds its packages.
  folder = mkdtempSync(path.join(root, "node_modules/.steward-threads-"));
  await bundle(root, path.relative(root, folder), ["vault-worker"]);
  close = openVaultThreads(pathToFileURL(path.join(folder, "vault-worker.mjs")));
});

afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a large text", () => {
  test.each(worst)(
    "with %s is checked in another thread, with the same findings",
    async (_, format, text) => {
      const order = { kind: "check", text, format, target } as const;
      expect(isLight(order)).toBe(false);
      let isDone = false;
      const checking = runVaultWork(order).finally(() => {
        isDone = true;
      });
      let turns = 0;
      for (; !isDone; turns += 1) await nextTurn();
      // Done on this thread, it would be over after one.
      expect(turns).toBeGreaterThan(1);
      expect(await checking).toEqual({ value: doVaultWork(order) });
    },
  );

  test("is saved, turned on and served in every format", async () => {
    const { person, workspaceId, key } = await makeCaller();
    const editor = actingAs("vaults.edit_own", person, { workspaceId });
    const text = Array.from({ length: 5_000 }, (_, number) => `k${number} = ${number}`).join("\n");
    const saved = await saveOwnVault(editor, { format: "hocon", text, baseRevision: 0, turnOff: false });
    expect(saved).toMatchObject({ ok: true });
    await switchOwnVault(editor, { enabled: false });
    expect(await switchOwnVault(editor, { enabled: true })).toMatchObject({ ok: true });
    for (const format of ["hocon", "json", "yaml"]) {
      const received = await server.send(`/api/vault?format=${format}`, {
        headers: { authorization: key.basic },
      });
      expect(received.status).toBe(200);
      expect(received.text).toMatch(/"?k4999"?: 4999/);
    }
  });
});

test("what a page asks for ends when its client goes away, and else is done", async () => {
  let began: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    began = resolve;
  });
  const endless: Workers = {
    run: (_, cancelled) =>
      new Promise((resolve) => {
        cancelled?.addEventListener("abort", () => resolve({ problem: "cancelled" }));
        began();
      }),
  };
  const threads = setVaultWorkers(endless);
  const request = http.get({ port: server.port(), path: "/settings/workspace" });
  request.on("error", () => {});
  await asked;
  request.destroy();
  await expect.poll(() => outcomes).toEqual([{ problem: "cancelled" }]);
  setVaultWorkers(threads);
  expect((await server.send("/settings/workspace")).status).toBe(200);
  expect(outcomes[1]).toMatchObject({ value: expect.any(Array) });
});
