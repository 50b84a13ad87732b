import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { findAccountByEmail } from "@/db/reads/accounts";
import { listWorkspacesOfUser } from "@/db/reads/memberships";
import { groups } from "@/db/schema/groups";
import { models } from "@/db/schema/models";
import { taskSamples } from "@/db/schema/task-reports";
import { tasks } from "@/db/schema/tasks";
import { credentialCalls, projectCalls } from "@/db/schema/usage";
import { workspaces } from "@/db/schema/workspaces";
import { openTestDatabase } from "@/db/testing/database";
import { basic, type Key } from "@/db/testing/factories/credentials";
import { rowsWith } from "@/db/testing/rows";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { fileLinkOf } from "@/lib/core/resources/file-link";
import { dayOf } from "@/lib/core/usage/call-tally";
import { checkVault } from "@/lib/core/vault/checks/check-vault";
import { parseHocon } from "@/lib/core/vault/hocon/parse-hocon";
import { signInWithPassword } from "@/lib/operations/sign-in/sign-in";
import { recountWorkspace } from "@/lib/operations/usage/recount";
import type { ServedVault } from "@/lib/operations/vaults/agent-configuration";
import { ownFilesOrigin } from "@/lib/server/client-urls";
import { openFileStore } from "@/lib/server/file-store/file-store";
import { FolderStore } from "@/lib/server/file-store/folder-store";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf } from "@/lib/tooling/wire-client";
import { demoVaults, insertDemo } from "./demo";
import { StartupProblem } from "./startup-problem";

openTestDatabase({ alone: true });
const server = openTestServer(async (_, response) => {
  response.end();
});
const { dataOf } = callsOf(server);

const folder = mkdtempSync(path.join(tmpdir(), "steward-files-"));
beforeAll(() => openFileStore(new FolderStore(folder, 0)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the demo's people can sign in to Acme, its credentials receive a vault, and it is made once", async () => {
  const { signIns, credentials, uploadFiles } = await insertDemo();
  expect(signIns.length).toBeGreaterThan(2);
  for (const { email, password } of signIns) {
    const device = { ip: null, userAgent: null };
    expect(await signInWithPassword({ email, password }, device)).toMatchObject({ ok: true });
    expect(await rowsWith(password)).toEqual([]);
    const account = await findAccountByEmail(email);
    const names = account ? (await listWorkspacesOfUser(account.id)).map(({ name }) => name) : [];
    expect(names).toContain("Acme");
  }
  const { access_key: accessKey, secret_key: secret } = credentials;
  const key = { accessKey, secret, basic: basic(accessKey, secret) };
  const { vaults } = await dataOf(key, "users.get_vaults", {
    query: "?enabled=true&types=config&types=config",
  });
  expect(vaults).toMatchObject([{ enabled: true, data: expect.stringContaining("eu-central-1") }]);
  const [{ data }] = vaults as [ServedVault];
  const without = parseHocon(data, { environment: {} });
  expect(without.value).toMatchObject({ sdk: { aws: { s3: { region: "eu-central-1" } } } });

  const madeUp = (await db().select().from(groups)).filter(({ builtIn }) => builtIn === null);
  expect(madeUp.map(({ name }) => name).sort()).toEqual(["Guests", "Labelling", "Research"]);

  await uploadFiles();
  expect(await brokenFiles(key)).toEqual([]);

  const [acme] = await db().select().from(workspaces).where(eq(workspaces.name, "Acme"));
  const recount = await recountWorkspace(acme?.id as WorkspaceId);
  expect(recount).toMatchObject({ corrected: { files: 0, tasks: 0 }, missing: [] });
  expect(recount.before.metrics).toBeGreaterThan(1_000_000);
  const calls = await db().select().from(credentialCalls);
  expect(new Set(calls.map(({ day }) => day)).size).toBeGreaterThanOrEqual(20);
  expect(new Set(calls.map((counted) => counted.accessKey)).size).toBeGreaterThan(3);
  const sum = (counts: readonly { calls: number }[]) => counts.reduce((all, each) => all + each.calls, 0);
  const aboutProjects = await db().select().from(projectCalls);
  expect(new Set(aboutProjects.map(({ projectId }) => projectId)).size).toBeGreaterThan(3);
  expect(sum(aboutProjects)).toBeGreaterThan(0.5 * sum(calls));
  expect(sum(aboutProjects)).toBeLessThan(sum(calls));
  const begun = (await db().select().from(tasks)).map(({ createdAt }) => dayOf(createdAt));
  expect(new Set(begun).size).toBeGreaterThanOrEqual(20);

  await expect(insertDemo()).rejects.toBeInstanceOf(StartupProblem);
  await expect(insertDemo()).rejects.toThrow("--demo needs an empty database");
});

/** Every file that a task, a model or a debug sample names, whose download is not what they say of it. */
async function brokenFiles(key: Key): Promise<string[]> {
  const artifacts = (await db().select().from(tasks)).flatMap((task) => {
    const listed = task.artifacts as { uri: string; content_size: number; hash: string }[];
    expect(listed.reduce((sum, each) => sum + each.content_size, 0)).toBe(task.artifactBytes);
    return listed.map(({ uri, content_size, hash }) => ({ uri, bytes: content_size, hash }));
  });
  const weights = (await db().select().from(models)).map(({ uri }) => ({ uri: uri ?? "" }));
  const samples = (await db().select().from(taskSamples)).map(({ url, bytes }) => ({ uri: url, bytes }));
  const stored = [artifacts, weights, samples].map((named) =>
    named.filter(({ uri }) => !uri.startsWith("s3:")),
  );
  for (const named of stored) expect(named.length).toBeGreaterThan(10);
  const broken: string[] = [];
  for (const named of stored.flat()) {
    const link = fileLinkOf(named.uri, ownFilesOrigin());
    const answered = await server.send(link?.href ?? "/", { headers: { authorization: key.basic } });
    const length = Number(answered.headers["content-length"]);
    const isWhole = answered.status === 200 && (!("bytes" in named) || named.bytes === length);
    const isSame = !("hash" in named) || answered.headers.etag === `"${named.hash}"`;
    if (!link?.isOwn || !isWhole || !isSame || length === 0) broken.push(named.uri);
  }
  return broken;
}

test.each(demoVaults)("a vault of the demo reaches clients whatever their environment is: %s", (text) => {
  expect(checkVault(text, "hocon", "personal").diagnostics).toEqual([]);
  expect(parseHocon(text, { environment: {} }).value).toBeDefined();
});
