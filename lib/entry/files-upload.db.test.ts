import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { fileLeftovers, files } from "@/db/schema/files";
import { openTestDatabase } from "@/db/testing/database";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { sweepLeftovers } from "@/lib/operations/resources/files/remove-bytes";
import { filesClient, filesOf, leftoversOf, makeCallerWithTask } from "@/lib/tooling/file-callers";
import { fileForm, fileFormType } from "@/lib/tooling/file-form";
import { type FileStoreInTest, fileStores } from "@/lib/tooling/file-stores";
import { openTestServer } from "@/lib/tooling/test-server";
import { makeCaller } from "@/lib/tooling/wire-client";

const largeMs = 120_000;
const maxBytes = 210 * 1024 * 1024;
process.env.STEWARD_FILES_MAX_BYTES = String(maxBytes);

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end("page");
});
const { upload, get, begin, sendStream, countBytes } = filesClient(server);

describe.each(fileStores)("in $name", ({ open }) => {
  let store: FileStoreInTest;
  beforeAll(async () => {
    store = await open(maxBytes);
  });
  afterAll(() => store.close());

  async function expectNothing(workspaceId: WorkspaceId) {
    expect(await filesOf(workspaceId)).toEqual([]);
    await expect.poll(() => store.stored(workspaceId)).toEqual([]);
    await expect.poll(() => leftoversOf(workspaceId)).toEqual([]);
  }

  describe("an upload", () => {
    test("of several files is kept and read back, by whoever may read the task", async () => {
      const caller = await makeCallerWithTask();
      const { file, task, workspaceId, person } = caller;
      const other = `Lab/é ü.${task}/metrics/x%2Fy/1+1=2.txt`;
      const received = await upload(
        caller,
        { name: file, body: "0123456789" },
        { name: other, body: "é", type: "text/plain" },
      );
      expect([received.status, JSON.parse(received.text)]).toEqual([200, [file, other]]);
      expect((await get(caller, file)).text).toBe("0123456789");
      // Python's `quote` leaves fewer characters as they are than `encodeURIComponent` does.
      expect((await get(caller, other.split("/").map(encodeURIComponent).join("/"))).text).toBe("é");
      const rows = await filesOf(workspaceId);
      expect(rows.map((row) => [row.path, row.taskId, row.bytes, row.uploadedBy]).sort()).toEqual([
        [file, task, 10, person.id],
        [other, task, 2, person.id],
      ]);
      expect(store.stored(workspaceId).sort()).toEqual(rows.map(({ storedAs }) => storedAs).sort());
      expect(await leftoversOf(workspaceId)).toEqual([]);
    });

    test("takes the place of what was at its path, whose bytes are deleted", async () => {
      const caller = await makeCallerWithTask();
      await upload(caller, { name: caller.file, body: "first" });
      await upload(caller, { name: caller.file, body: "second" });
      expect((await get(caller, caller.file)).text).toBe("second");
      expect(store.stored(caller.workspaceId).length).toBe(1);
      expect(await leftoversOf(caller.workspaceId)).toEqual([]);
    });

    test("of an empty file is one", async () => {
      const caller = await makeCallerWithTask();
      await upload(caller, { name: caller.file, body: "" });
      const received = await get(caller, caller.file);
      expect([received.status, received.text, received.headers["content-length"]]).toEqual([200, "", "0"]);
      expect((await get(caller, caller.file, { headers: { range: "bytes=0-" } })).status).toBe(416);
    });

    test.each([400_000, 20_000_000])("whose client goes away after %i bytes leaves nothing", async (sent) => {
      const caller = await makeCallerWithTask();
      const start = fileForm([{ name: caller.file, body: randomBytes(sent) }]).subarray(0, sent);
      const request = begin(caller, start, 100_000_000);
      await expect.poll(async () => (await leftoversOf(caller.workspaceId)).length).toBe(1);
      request.destroy();
      await expectNothing(caller.workspaceId);
    });

    test.each([
      ["without its end", (whole: Buffer) => whole.subarray(0, -10), fileFormType],
      ["cut in a file", (whole: Buffer) => whole.subarray(0, 200), fileFormType],
      ["with another boundary", (whole: Buffer) => whole, "multipart/form-data; boundary=other"],
      ["without a boundary", (whole: Buffer) => whole, "multipart/form-data"],
      ["of another type", (whole: Buffer) => whole, "application/octet-stream"],
    ])("%s is refused whole", async (_, cut, contentType) => {
      const caller = await makeCallerWithTask();
      const whole = fileForm([
        { name: "first", body: "x" },
        { name: caller.file, body: "y".repeat(300) },
      ]);
      const headers = { authorization: caller.key.basic, "content-type": contentType };
      const received = await server.send("/files", { method: "POST", body: cut(whole), headers });
      expect(received.status).toBe(400);
      await expectNothing(caller.workspaceId);
    });

    test.each(["../x", "a/../../x", "a//b", "a/", ".", "a\u0001b", "x".repeat(3_000)])(
      "to %j is refused, and with it the others of the form",
      async (name) => {
        const caller = await makeCaller();
        const received = await upload(caller, { name: "kept", body: "x" }, { name, body: "y" });
        expect(received.status).toBe(400);
        await expectNothing(caller.workspaceId);
      },
    );

    test("larger than a file may be is refused, and nothing left", { timeout: largeMs }, async () => {
      const caller = await makeCallerWithTask();
      const { status } = await sendStream(caller, caller.file, maxBytes + 1);
      expect(status).toBe(413);
      await expectNothing(caller.workspaceId);
    });

    test("is refused where there is no room, before its bytes come and while they do", async () => {
      const caller = await makeCallerWithTask();
      store.fill();
      try {
        expect((await upload(caller, { name: caller.file, body: "x" })).status).toBe(507);
        const headers = { "transfer-encoding": "chunked" };
        expect((await sendStream(caller, caller.file, 1_000, headers)).status).toBe(507);
      } finally {
        store.makeRoom();
      }
      await expectNothing(caller.workspaceId);
    });

    test("of 200 MB is never in memory as a whole, nor is its download", { timeout: largeMs }, async () => {
      const caller = await makeCallerWithTask();
      const size = 200 * 1024 * 1024;
      const before = held();
      let most = before;
      const watch = setInterval(() => {
        most = Math.max(most, held());
      }, 20);
      const { status } = await sendStream(caller, caller.file, size);
      expect(status).toBe(200);
      expect(await countBytes(caller, caller.file)).toBe(size);
      clearInterval(watch);
      expect(most - before).toBeLessThan(size / 2);
    });
  });

  test("bytes that an ended process left are swept", async () => {
    const caller = await makeCallerWithTask();
    await upload(caller, { name: caller.file, body: "x" });
    const [row] = await filesOf(caller.workspaceId);
    await db().delete(files).where(eq(files.workspaceId, caller.workspaceId));
    await db()
      .insert(fileLeftovers)
      .values({ workspaceId: caller.workspaceId, storedAs: row?.storedAs ?? "", since: new Date(0) });
    expect((await sweepLeftovers()).found).toBeGreaterThan(0);
    await expectNothing(caller.workspaceId);
  });

  test("bytes that can't be deleted keep no others from it, are reported, and are tried again a day later", async () => {
    const caller = await makeCaller();
    const { workspaceId } = caller;
    await upload(caller, { name: "other", body: "x" });
    const [other] = await filesOf(workspaceId);
    await db().delete(files).where(eq(files.workspaceId, workspaceId));
    const stuck = { workspaceId, storedAs: "0".repeat(32) };
    store.stick(stuck);
    const since = new Date(0);
    await db()
      .insert(fileLeftovers)
      .values([stuck.storedAs, other?.storedAs ?? ""].map((storedAs) => ({ workspaceId, storedAs, since })));
    const { failed } = await sweepLeftovers();
    expect(failed?.leftovers).toEqual([stuck]);
    expect(failed?.error).toBeInstanceOf(Error);
    expect(store.stored(workspaceId)).toEqual([stuck.storedAs]);
    expect(await leftoversOf(workspaceId)).toMatchObject([{ storedAs: stuck.storedAs }]);
    expect((await sweepLeftovers()).found).toBe(0);

    store.release(stuck);
    await db().update(fileLeftovers).set({ since }).where(eq(fileLeftovers.workspaceId, workspaceId));
    await sweepLeftovers();
    expect(await leftoversOf(workspaceId)).toEqual([]);
  });
});

function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
