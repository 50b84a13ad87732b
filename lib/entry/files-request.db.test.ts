import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { openTestDatabase } from "@/db/testing/database";
import type { TestPerson } from "@/db/testing/factories/person";
import { makeSession } from "@/db/testing/factories/session";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { sessionCookieName } from "@/lib/server/session-cookie";
import { signToken } from "@/lib/server/signed-token";
import {
  type FileCaller,
  filesClient,
  filesOf,
  leftoversOf,
  makeCallerWithTask,
  makeColleague,
} from "@/lib/tooling/file-callers";
import { fileForm, fileFormType } from "@/lib/tooling/file-form";
import { type FileStoreInTest, fileStores } from "@/lib/tooling/file-stores";
import { openTestServer, type Sent } from "@/lib/tooling/test-server";
import { makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end("page");
});
const { upload, get } = filesClient(server);

describe.each(fileStores)("in $name", ({ open }) => {
  let store: FileStoreInTest;
  beforeAll(async () => {
    store = await open(1024 ** 3);
  });
  afterAll(() => store.close());

  async function expectNothing(workspaceId: WorkspaceId) {
    expect(await filesOf(workspaceId)).toEqual([]);
    await expect.poll(() => store.stored(workspaceId)).toEqual([]);
    await expect.poll(() => leftoversOf(workspaceId)).toEqual([]);
  }

  describe("a file", () => {
    test("is served in parts, and again only if it changed", async () => {
      const caller = await makeCallerWithTask();
      const { file } = caller;
      await upload(caller, { name: file, body: "0123456789" });
      const whole = await get(caller, file);
      const { etag = "", "accept-ranges": ranges, "content-length": length } = whole.headers;
      expect([whole.status, ranges, length]).toEqual([200, "bytes", "10"]);
      const ask = async (headers: Record<string, string>, method = "GET") => {
        const { status, text, headers: received } = await get(caller, file, { method, headers });
        return [status, text, received["content-range"], received["content-length"]];
      };
      expect(await ask({ range: "bytes=2-4" })).toEqual([206, "234", "bytes 2-4/10", "3"]);
      expect(await ask({ range: "bytes=-2" })).toEqual([206, "89", "bytes 8-9/10", "2"]);
      expect(await ask({ range: "bytes=10-" })).toMatchObject([
        416,
        expect.anything(),
        "bytes */10",
        expect.anything(),
      ]);
      expect(await ask({ range: "bytes=0-1,4-5" })).toEqual([200, "0123456789", undefined, "10"]);
      expect(await ask({ range: "bytes=2-4", "if-range": etag })).toEqual([206, "234", "bytes 2-4/10", "3"]);
      expect(await ask({ range: "bytes=2-4", "if-range": '"other"' })).toEqual([
        200,
        "0123456789",
        undefined,
        "10",
      ]);
      expect(await ask({ "if-none-match": etag })).toEqual([304, "", undefined, undefined]);
      expect(await ask({ range: "bytes=2-4" }, "HEAD")).toEqual([200, "", undefined, "10"]);
      await upload(caller, { name: file, body: "abc" });
      expect(await ask({ "if-none-match": etag })).toEqual([200, "abc", undefined, "3"]);
    });

    test.each([
      ["text/html", "attachment"],
      ["image/svg+xml", "attachment"],
      ["text/javascript", "attachment"],
      ["image/png", "inline"],
    ])("of type %s reaches a browser as %s, and runs nothing there", async (type, disposition) => {
      const caller = await makeCallerWithTask();
      await upload(caller, { name: caller.file, body: "<script>alert(1)</script>", type });
      const { headers } = await get(caller, caller.file);
      expect(headers["content-type"]).toBe(type);
      expect(headers["content-disposition"]).toBe(`${disposition}; filename*=UTF-8''data.bin`);
      expect(headers["content-security-policy"]).toBe("sandbox; default-src 'none'");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      const download = await get(caller, `${caller.file}?download=1`);
      expect(download.headers["content-disposition"]).toMatch(/^attachment/);
    });

    test("that is deleted is gone with its bytes, and the log says so", async () => {
      const caller = await makeCallerWithTask();
      await upload(caller, { name: caller.file, body: "x" });
      expect((await get(caller, caller.file, { method: "DELETE" })).status).toBe(200);
      await expectNothing(caller.workspaceId);
      const entries = await db()
        .select()
        .from(auditEvents)
        .where(eq(auditEvents.workspaceId, caller.workspaceId));
      expect(entries.filter(({ event }) => event === "files.deleted").map(({ before }) => before)).toEqual([
        { count: 1, paths: [caller.file] },
      ]);
      expect((await get(caller, caller.file)).status).toBe(404);
      expect((await get(caller, caller.file, { method: "DELETE" })).status).toBe(404);
    });

    test("is deleted with others and with a whole folder of a task", async () => {
      const caller = await makeCallerWithTask();
      const { task, file } = caller;
      const names = [file, `Lab/train.${task}/artifacts/b`, `Lab/train.${task}x/c`, "loose/one", "loose/two"];
      await upload(caller, ...names.map((name) => ({ name, body: "x" })));
      const received = await server.send("/files/delete_many", {
        method: "POST",
        headers: { authorization: caller.key.basic },
        body: { files: [`Lab/train.${task}/artifacts/`, "loose%2Fone", "loose", "unknown", "/"] },
      });
      expect([received.status, JSON.parse(received.text)]).toEqual([
        200,
        {
          deleted: {
            [`Lab/train.${task}/artifacts/`]: `Lab/train.${task}/artifacts/`,
            "loose%2Fone": "loose/one",
          },
          errors: { "Empty path not allowed": ["/"], "Not found": ["loose", "unknown"] },
        },
      ]);
      expect((await filesOf(caller.workspaceId)).map((row) => row.path).sort()).toEqual([
        `Lab/train.${task}x/c`,
        "loose/two",
      ]);
      expect(store.stored(caller.workspaceId).length).toBe(2);
    });

    test("of another workspace is unknown, whatever its task is", async () => {
      const caller = await makeCallerWithTask();
      await upload(caller, { name: caller.file, body: "x" }, { name: "loose", body: "y" });
      const foreign = await makeCaller();
      for (const name of [caller.file, "loose"]) {
        for (const method of ["GET", "HEAD", "DELETE"]) {
          expect((await get(foreign, name, { method })).status).toBe(404);
        }
      }
      expect((await upload(foreign, { name: caller.file, body: "theirs" })).status).toBe(200);
      expect((await get(caller, caller.file)).text).toBe("x");
    });

    test("follows the rights to its task", async () => {
      const caller = await makeCallerWithTask();
      const { workspaceId, task, file } = caller;
      await upload(caller, { name: file, body: "x" });
      const [reader, writer, nobody] = [
        await makeColleague(workspaceId),
        await makeColleague(workspaceId),
        await makeColleague(workspaceId),
      ];
      await closeWorkspace(workspaceId);
      const rule = { type: "task", target: task } as const;
      await makeAccessRule(workspaceId, { ...rule, access: "read", users: [reader.person] });
      await makeAccessRule(workspaceId, { ...rule, access: "modify", users: [writer.person] });
      const statuses = async (who: Pick<FileCaller, "key">) => [
        (await get(who, file)).status,
        (await upload(who, { name: file, body: "y" })).status,
        (await get(who, file, { method: "DELETE" })).status,
      ];
      expect(await statuses(nobody)).toEqual([404, 403, 404]);
      expect(await statuses(reader)).toEqual([200, 403, 403]);
      expect((await get(caller, file)).text).toBe("x");
      expect(await statuses(writer)).toEqual([200, 200, 200]);
      expect(store.stored(workspaceId)).toEqual([]);
    });

    test("of no task belongs to whoever uploaded it; administrators reach it too", async () => {
      const owner = await makeCaller();
      const { workspaceId } = owner;
      const [uploader, other] = [await makeColleague(workspaceId), await makeColleague(workspaceId)];
      const name = `Lab/x.${"f".repeat(32)}/loose`;
      expect((await upload(uploader, { name, body: "mine" })).status).toBe(200);
      expect((await get(other, name)).status).toBe(404);
      expect((await upload(other, { name, body: "theirs" })).status).toBe(403);
      expect((await get(other, name, { method: "DELETE" })).status).toBe(404);
      expect((await get(uploader, name)).text).toBe("mine");
      expect((await get(owner, name)).text).toBe("mine");
      expect((await get(owner, name, { method: "DELETE" })).status).toBe(200);
    });
  });

  describe("a browser", () => {
    async function cookieOf(person: TestPerson, workspaceId: WorkspaceId): Promise<string> {
      const sid = await makeSession(person, workspaceId);
      const exp = Math.floor(Date.now() / 1_000) + 3_600;
      return `${sessionCookieName()}=${signToken("session", { sub: person.id, sid, exp })}`;
    }

    test("reads by its session in the active workspace, and writes nothing by it", async () => {
      const caller = await makeCallerWithTask();
      await upload(caller, { name: caller.file, body: "x" });
      const cookie = await cookieOf(caller.person, caller.workspaceId);
      const ask = (sent: NonNullable<Sent["headers"]>, method = "GET") =>
        server.send(`/files/${caller.file}`, { method, headers: sent });
      expect((await ask({ cookie })).text).toBe("x");
      expect((await ask({})).status).toBe(401);
      expect((await ask({ cookie: "steward.session=wrong" })).status).toBe(401);
      expect((await ask({ cookie }, "DELETE")).status).toBe(401);
      const headers = { cookie, "content-type": fileFormType };
      const body = fileForm([{ name: caller.file, body: "y" }]);
      expect((await server.send("/files", { method: "POST", body, headers })).status).toBe(401);
      const stranger = await makeCaller();
      const strange = await cookieOf(stranger.person, stranger.workspaceId);
      expect((await ask({ cookie: strange })).status).toBe(404);
      expect((await ask({ cookie, authorization: stranger.key.basic })).status).toBe(404);
    });

    test("reads what its user may read of the task: nothing of a hidden one", async () => {
      const caller = await makeCallerWithTask();
      const { workspaceId, task, file } = caller;
      await upload(caller, { name: file, body: "x", type: "image/png" });
      const [reader, nobody] = [await makeColleague(workspaceId), await makeColleague(workspaceId)];
      await closeWorkspace(workspaceId);
      await makeAccessRule(workspaceId, {
        type: "task",
        target: task,
        access: "read",
        users: [reader.person],
      });
      const ask = async (person: TestPerson, headers: NonNullable<Sent["headers"]> = {}, method = "GET") => {
        const cookie = await cookieOf(person, workspaceId);
        return server.send(`/files/${file}`, { method, headers: { ...headers, cookie } });
      };
      const seen = await ask(reader.person);
      expect([seen.status, seen.text, seen.headers["content-type"]]).toEqual([200, "x", "image/png"]);
      const hidden = await ask(nobody.person);
      expect([hidden.status, hidden.headers["content-type"]]).toEqual([404, "text/plain; charset=utf-8"]);
      expect((await ask(nobody.person, {}, "HEAD")).status).toBe(404);
      expect((await ask(nobody.person, { range: "bytes=0-0" })).status).toBe(404);
      const { etag } = seen.headers;
      expect((await ask(nobody.person, { "if-none-match": etag })).status).toBe(404);
    });
  });

  test("wrong credentials read and write nothing", async () => {
    const caller = await makeCallerWithTask();
    await upload(caller, { name: caller.file, body: "x" });
    const key = {
      ...caller.key,
      basic: `Basic ${Buffer.from(`${caller.key.accessKey}:wrong`).toString("base64")}`,
    };
    expect((await get({ key }, caller.file)).status).toBe(401);
    expect((await upload({ key }, { name: caller.file, body: "y" })).status).toBe(401);
    expect((await get(caller, caller.file)).text).toBe("x");
  });
});

test.each([
  "/files/..%2f..%2fetc/passwd",
  "/files/a/../b",
  "/files/%2e%2e/x",
  "/files/a//b",
  "/files/a%00",
  `/files/${"x".repeat(3_000)}`,
])("%s is no file", async (target) => {
  const caller = await makeCaller();
  const { status } = await server.send(target, { headers: { authorization: caller.key.basic } });
  expect([400, 404]).toContain(status);
});

test.each([
  ["PUT", "/files/a", 405],
  ["PATCH", "/files", 405],
  ["DELETE", "/files", 405],
  ["POST", "/files/a", 405],
  ["GET", "/files", 200],
  ["GET", "/filesystem", 200],
])("%s %s answers %i", async (method, target, status) => {
  expect((await server.send(target, { method })).status).toBe(status);
});
