import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { fileLeftovers, files } from "@/db/schema/files";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { makeSession } from "@/db/testing/factories/session";
import { join } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeTask } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { sweepLeftovers } from "@/lib/operations/resources/files/remove-bytes";
import { openFileStore } from "@/lib/server/file-store/file-store";
import { FolderStore } from "@/lib/server/file-store/folder-store";
import { sessionCookieName } from "@/lib/server/session-cookie";
import { signToken } from "@/lib/server/signed-token";
import { type FilePart, fileForm, fileFormType } from "@/lib/tooling/file-form";
import { openTestServer, type Sent } from "@/lib/tooling/test-server";
import { makeCaller } from "@/lib/tooling/wire-client";

const maxBytes = 210 * 1024 * 1024;
process.env.STEWARD_FILES_MAX_BYTES = String(maxBytes);
openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end("page");
});

const folder = mkdtempSync(path.join(tmpdir(), "steward-files-"));
beforeAll(() => openFileStore(new FolderStore(folder, 0)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Caller = Awaited<ReturnType<typeof makeCaller>>;

function upload({ key }: Pick<Caller, "key">, ...parts: FilePart[]) {
  const headers = { authorization: key.basic, "content-type": fileFormType };
  return server.send("/files", { method: "POST", body: fileForm(parts), headers });
}

function get({ key }: Pick<Caller, "key">, name: string, sent: Sent = {}) {
  const headers = { authorization: key.basic, ...sent.headers };
  return server.send(`/files/${name}`, { ...sent, headers });
}

async function makeCallerWithTask() {
  const caller = await makeCaller();
  const task = await makeTask(caller.workspaceId, caller.person);
  return { ...caller, task, file: `Lab/train.${task}/artifacts/a/data.bin` };
}

/** Another member of the workspace, with credentials. */
async function makeColleague(workspaceId: WorkspaceId, name = "Max") {
  const person = await makePerson(name);
  await join(workspaceId, person);
  return { person, workspaceId, key: await makeCredentials({ account: person, workspaceId }) };
}

function stored(workspaceId: WorkspaceId): string[] {
  try {
    return readdirSync(path.join(folder, workspaceId));
  } catch {
    return [];
  }
}

async function rowsOf(workspaceId: WorkspaceId) {
  return db().select().from(files).where(eq(files.workspaceId, workspaceId));
}

async function leftoversOf(workspaceId: WorkspaceId) {
  return db().select().from(fileLeftovers).where(eq(fileLeftovers.workspaceId, workspaceId));
}

async function expectNothing(workspaceId: WorkspaceId) {
  expect(await rowsOf(workspaceId)).toEqual([]);
  await expect.poll(() => stored(workspaceId)).toEqual([]);
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
    const rows = await rowsOf(workspaceId);
    expect(rows.map((row) => [row.path, row.taskId, row.bytes, row.uploadedBy]).sort()).toEqual([
      [file, task, 10, person.id],
      [other, task, 2, person.id],
    ]);
    expect(stored(workspaceId).sort()).toEqual(rows.map(({ storedAs }) => storedAs).sort());
    expect(await leftoversOf(workspaceId)).toEqual([]);
  });

  test("takes the place of what was at its path, whose bytes are deleted", async () => {
    const caller = await makeCallerWithTask();
    await upload(caller, { name: caller.file, body: "first" });
    await upload(caller, { name: caller.file, body: "second" });
    expect((await get(caller, caller.file)).text).toBe("second");
    expect(stored(caller.workspaceId).length).toBe(1);
    expect(await leftoversOf(caller.workspaceId)).toEqual([]);
  });

  test("of an empty file is one", async () => {
    const caller = await makeCallerWithTask();
    await upload(caller, { name: caller.file, body: "" });
    const received = await get(caller, caller.file);
    expect([received.status, received.text, received.headers["content-length"]]).toEqual([200, "", "0"]);
    expect((await get(caller, caller.file, { headers: { range: "bytes=0-" } })).status).toBe(416);
  });

  test("whose client goes away leaves nothing", async () => {
    const caller = await makeCallerWithTask();
    const request = http.request({
      ...{ host: "127.0.0.1", port: server.port(), path: "/files", method: "POST", agent: false },
      headers: {
        authorization: caller.key.basic,
        "content-type": fileFormType,
        "content-length": 10_000_000,
      },
    });
    request.on("error", () => {});
    request.write(fileForm([{ name: caller.file, body: randomBytes(500_000) }]).subarray(0, 400_000));
    await expect.poll(() => stored(caller.workspaceId).length).toBe(1);
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

  test("larger than a file may be is refused, and nothing left", async () => {
    const caller = await makeCallerWithTask();
    const { status } = await sendStream(caller, caller.file, maxBytes + 1);
    expect(status).toBe(413);
    await expectNothing(caller.workspaceId);
  });

  test("is refused where there is no room, before its bytes come and while they do", async () => {
    const caller = await makeCallerWithTask();
    openFileStore(new FolderStore(folder, Number.MAX_SAFE_INTEGER));
    try {
      expect((await upload(caller, { name: caller.file, body: "x" })).status).toBe(507);
      const headers = { "transfer-encoding": "chunked" };
      expect((await sendStream(caller, caller.file, 1_000, headers)).status).toBe(507);
    } finally {
      openFileStore(new FolderStore(folder, 0));
    }
    await expectNothing(caller.workspaceId);
  });

  test("of 200 MB is held on the disk alone, and so is its download", async () => {
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

function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Sends a file of so many bytes without having it in memory. */
function sendStream(
  { key }: Pick<Caller, "key">,
  name: string,
  size: number,
  more: Record<string, string | number> = {},
): Promise<{ status: number | undefined }> {
  const [head = Buffer.alloc(0), tail = Buffer.alloc(0)] = (() => {
    const empty = fileForm([{ name, body: "" }]);
    const at = empty.indexOf("\r\n\r\n") + 4;
    return [empty.subarray(0, at), empty.subarray(at)];
  })();
  const chunk = Buffer.alloc(64 * 1024, 7);
  const length = more["transfer-encoding"] ? {} : { "content-length": head.length + size + tail.length };
  return new Promise((resolve, reject) => {
    const request = http.request({
      ...{ host: "127.0.0.1", port: server.port(), path: "/files", method: "POST", agent: false },
      headers: { authorization: key.basic, "content-type": fileFormType, ...length, ...more },
    });
    request.on("error", reject);
    request.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve({ status: response.statusCode }));
    });
    let left = size;
    const next = () => {
      while (left > 0) {
        const some = chunk.subarray(0, Math.min(left, chunk.length));
        left -= some.length;
        if (!request.write(some)) return void request.once("drain", next);
      }
      request.end(tail);
    };
    request.write(head);
    next();
  });
}

function countBytes({ key }: Pick<Caller, "key">, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: server.port(), path: `/files/${name}`, agent: false };
    const request = http.get({ ...options, headers: { authorization: key.basic } }, (response) => {
      let count = 0;
      response.on("data", (chunk: Buffer) => {
        count += chunk.length;
      });
      response.on("end", () => resolve(count));
      response.on("error", reject);
    });
    request.on("error", reject);
  });
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
    expect((await rowsOf(caller.workspaceId)).map((row) => row.path).sort()).toEqual([
      `Lab/train.${task}x/c`,
      "loose/two",
    ]);
    expect(stored(caller.workspaceId).length).toBe(2);
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
    const statuses = async (who: Pick<Caller, "key">) => [
      (await get(who, file)).status,
      (await upload(who, { name: file, body: "y" })).status,
      (await get(who, file, { method: "DELETE" })).status,
    ];
    expect(await statuses(nobody)).toEqual([404, 403, 404]);
    expect(await statuses(reader)).toEqual([200, 403, 403]);
    expect((await get(caller, file)).text).toBe("x");
    expect(await statuses(writer)).toEqual([200, 200, 200]);
    expect(stored(workspaceId)).toEqual([]);
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
    await makeAccessRule(workspaceId, { type: "task", target: task, access: "read", users: [reader.person] });
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

test("bytes that an ended process left are swept", async () => {
  const caller = await makeCallerWithTask();
  await upload(caller, { name: caller.file, body: "x" });
  const [row] = await rowsOf(caller.workspaceId);
  await db().delete(files).where(eq(files.workspaceId, caller.workspaceId));
  await db()
    .insert(fileLeftovers)
    .values({ workspaceId: caller.workspaceId, storedAs: row?.storedAs ?? "", since: new Date(0) });
  expect((await sweepLeftovers()).found).toBeGreaterThan(0);
  await expectNothing(caller.workspaceId);
});

test("bytes that can't be deleted keep no others from it, are reported, and are tried again a day later", async () => {
  const { workspaceId } = await makeCaller();
  const [stuck, other] = ["0".repeat(32), "f".repeat(32)];
  // A folder in place of a file is nothing that the store deletes.
  mkdirSync(path.join(folder, workspaceId, stuck), { recursive: true });
  writeFileSync(path.join(folder, workspaceId, other), "x");
  const since = new Date(0);
  await db()
    .insert(fileLeftovers)
    .values([stuck, other].map((storedAs) => ({ workspaceId, storedAs, since })));
  const { failed } = await sweepLeftovers();
  expect(failed?.leftovers).toEqual([{ workspaceId, storedAs: stuck }]);
  expect(failed?.error).toBeInstanceOf(Error);
  expect(stored(workspaceId)).toEqual([stuck]);
  expect(await leftoversOf(workspaceId)).toMatchObject([{ storedAs: stuck }]);
  expect((await sweepLeftovers()).found).toBe(0);

  rmSync(path.join(folder, workspaceId, stuck), { recursive: true });
  await db().update(fileLeftovers).set({ since }).where(eq(fileLeftovers.workspaceId, workspaceId));
  await sweepLeftovers();
  expect(await leftoversOf(workspaceId)).toEqual([]);
});
