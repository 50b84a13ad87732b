import { eq, sum } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { files } from "@/db/schema/files";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { join } from "@/db/testing/factories/workspace";
import { makeTask } from "@/db/testing/resources";
import { sweepLeftovers } from "@/lib/operations/resources/files/remove-bytes";
import { fileForm, fileFormType } from "@/lib/tooling/file-form";
import { type FileStoreInTest, fileStores } from "@/lib/tooling/file-stores";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { dataOf } = callsOf(server);

const url = (file: string) =>
  `http://localhost:3000/files/${file.split("/").map(encodeURIComponent).join("/")}`;

describe.each(fileStores)("in $name", ({ open }) => {
  let store: FileStoreInTest;
  beforeAll(async () => {
    store = await open(1024 ** 3);
  });
  afterAll(() => store.close());

  /** A task with an artifact and a debug sample that it reported, and a file that nothing names. */
  async function makeTaskWithFiles() {
    const caller = await makeCaller();
    const { key, workspaceId } = caller;
    const [task, other] = [
      await makeTask(workspaceId, caller.person),
      await makeTask(workspaceId, caller.person),
    ];
    const of = (id: string, rest: string) => `Lab/train é.${id}/${rest}`;
    const names = {
      artifact: of(task, "artifacts/data/data.bin"),
      sample: of(task, "metrics/val/p_1.png"),
      shared: of(task, "artifacts/shared.png"),
      loose: of(task, "notes.txt"),
      foreign: of(other, "metrics/val/p_1.png"),
    };
    const body = fileForm(Object.values(names).map((name) => ({ name, body: "0123456789" })));
    const headers = { authorization: key.basic, "content-type": fileFormType };
    expect((await server.send("/files", { method: "POST", body, headers })).status).toBe(200);
    await dataOf(key, "tasks.add_or_update_artifacts", {
      body: {
        task,
        artifacts: [
          { key: "data", type: "custom", uri: url(names.artifact), content_size: 10 },
          { key: "shared", type: "custom", mode: "input", uri: url(names.shared), content_size: 10 },
        ],
      },
    });
    for (const [iter, name] of [names.sample, names.foreign, names.shared].entries()) {
      const event = { type: "training_debug_image", task, metric: "m", variant: "v", iter, timestamp: 7 };
      await dataOf(key, "events.add", { body: { ...event, url: url(name) } });
    }
    const left = async () => {
      while ((await sweepLeftovers()).found > 0);
      const rows = await db().select().from(files).where(eq(files.workspaceId, workspaceId));
      const [counted] = await db()
        .select({ bytes: sum(files.bytes) })
        .from(files)
        .where(eq(files.workspaceId, workspaceId));
      expect(store.stored(workspaceId).sort()).toEqual(rows.map(({ storedAs }) => storedAs).sort());
      expect(Number(counted?.bytes)).toBe(10 * rows.length);
      return rows.map((row) => row.path).sort();
    };
    return { key, task, workspaceId, names, left };
  }

  test("a task that is deleted gives back all of its files", async () => {
    const { key, task, names, left } = await makeTaskWithFiles();
    await dataOf(key, "tasks.delete", { body: { task, force: true } });
    expect(await left()).toEqual([names.foreign]);
  });

  test("whoever deleted a task may delete its files after it, as the SDK does", async () => {
    const { key, task, workspaceId, names, left } = await makeTaskWithFiles();
    await dataOf(key, "tasks.delete", { body: { task, force: true } });
    const another = await makePerson("Another");
    await join(workspaceId, another);
    const other = await makeCredentials({ account: another, workspaceId });
    const remove = async (authorization: string, name: string) => {
      const { pathname } = new URL(url(name));
      return (await server.send(pathname, { method: "DELETE", headers: { authorization } })).status;
    };
    expect(await remove(key.basic, names.artifact)).toBe(200);
    expect(await remove(key.basic, names.sample)).toBe(200);
    expect(await remove(other.basic, names.artifact)).toBe(404);
    expect(await remove(key.basic, `Lab/unknown.${"0".repeat(32)}/a.bin`)).toBe(404);
    expect(await left()).toEqual([names.foreign]);
  });

  test("events that are deleted give back the files of their samples, and nothing of other tasks", async () => {
    const { key, task, names, left } = await makeTaskWithFiles();
    await dataOf(key, "events.delete_for_task", { body: { task, allow_locked: true } });
    expect(await left()).toEqual([names.artifact, names.shared, names.loose, names.foreign].sort());
  });

  test("a task that is reset gives back the files of its samples and of the artifacts that it loses", async () => {
    const { key, task, names, left } = await makeTaskWithFiles();
    await dataOf(key, "tasks.reset", { body: { task, force: true } });
    expect(await left()).toEqual([names.shared, names.loose, names.foreign].sort());
  });
});
