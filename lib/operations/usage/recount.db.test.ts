import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { files } from "@/db/schema/files";
import { tasks } from "@/db/schema/tasks";
import { openTestDatabase } from "@/db/testing/database";
import { filesClient, filesOf, makeCallerWithTask } from "@/lib/tooling/file-callers";
import { type FileStoreInTest, fileStores } from "@/lib/tooling/file-stores";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf } from "@/lib/tooling/wire-client";
import { recountWorkspace } from "./recount";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end("page");
});
const { call } = callsOf(server);
const { upload } = filesClient(server);

type Caller = Awaited<ReturnType<typeof makeCallerWithTask>>;

const counted = async ({ task }: Caller) => {
  const [row] = await db().select().from(tasks).where(eq(tasks.id, task));
  return { externalBytes: row?.externalBytes, eventBytes: row?.eventBytes };
};
const entries = async ({ workspaceId }: Caller) =>
  (await db().select().from(auditEvents).where(eq(auditEvents.workspaceId, workspaceId))).filter(
    ({ event }) => event === "usage.recounted",
  );

describe.each(fileStores)("with files in $name", ({ open }) => {
  let store: FileStoreInTest;
  beforeAll(async () => {
    store = await open(1_000_000);
  });
  afterAll(() => store.close());

  async function makeUsage() {
    const caller = await makeCallerWithTask();
    await upload(caller, { name: caller.file, body: "0123456789" });
    await upload(caller, { name: `${caller.file}2`, body: "01234" });
    const artifact = { key: "a", type: "custom", mode: "output", uri: "s3://b/a", content_size: 700 };
    await call(caller.key, "tasks.add_or_update_artifacts", {
      body: { task: caller.task, force: true, artifacts: [artifact] },
    });
    await call(caller.key, "events.add", { body: { type: "log", task: caller.task, msg: "hello" } });
    return caller;
  }

  test("what is right stays, without an entry in the log", async () => {
    const caller = await makeUsage();
    const before = await counted(caller);
    expect(before.externalBytes).toBe(700);
    const recount = await recountWorkspace(caller.workspaceId);
    expect(recount).toMatchObject({ users: 1, corrected: { files: 0, tasks: 0 }, missing: [] });
    expect(recount.before).toEqual(recount.after);
    expect([await counted(caller), await entries(caller)]).toEqual([before, []]);
  });

  test("what differs is corrected from the rows and files, and the log says so", async () => {
    const caller = await makeUsage();
    await db().update(files).set({ bytes: 3 }).where(eq(files.path, caller.file));
    await db().update(tasks).set({ externalBytes: 0, eventBytes: 0 }).where(eq(tasks.id, caller.task));
    const recount = await recountWorkspace(caller.workspaceId);
    expect(recount).toMatchObject({
      before: { artifacts: 8, metrics: 0 },
      after: { artifacts: 715 },
      corrected: { files: 1, tasks: 1 },
    });
    expect(recount.after.metrics).toBeGreaterThan(0);
    expect((await filesOf(caller.workspaceId)).map(({ bytes }) => bytes).sort()).toEqual([10, 5]);
    expect(await entries(caller)).toMatchObject([
      { actorName: "Operator", before: { artifacts: 8 }, after: { artifacts: 715 } },
    ]);
    expect((await recountWorkspace(caller.workspaceId)).corrected).toEqual({ files: 0, tasks: 0 });
  });

  test("files without bytes are named and left as they are", async () => {
    const caller = await makeUsage();
    const [file] = (await filesOf(caller.workspaceId)).filter(({ path }) => path === caller.file);
    await store.store.remove({ workspaceId: caller.workspaceId, storedAs: file?.storedAs ?? "" });
    const recount = await recountWorkspace(caller.workspaceId);
    expect(recount.missing).toEqual([caller.file]);
    expect(await filesOf(caller.workspaceId)).toHaveLength(2);
  });
});
