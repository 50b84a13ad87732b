import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import type { S3Fault } from "@/e2e/peers/s3";
import { filesClient, filesOf, leftoversOf, makeCallerWithTask } from "@/lib/tooling/file-callers";
import { openBucket } from "@/lib/tooling/file-stores";
import { openTestServer } from "@/lib/tooling/test-server";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end("page");
});
const { upload, get, sendStream, countBytes } = filesClient(server);

let bucket: Awaited<ReturnType<typeof openBucket>>;
beforeEach(async () => {
  bucket = await openBucket(1024 ** 3);
});
afterEach(() => bucket.close());

const refused = "The file storage refused the request. Tell the operator of this server.\n";
const troubled = "The file storage has a problem. Try again.\n";
const unreachable = "The file storage can’t be reached. Try again.\n";
const problems: [S3Fault, string][] = [
  [{ code: "AccessDenied" }, refused],
  [{ code: "SlowDown" }, troubled],
  [{ cut: "before" }, unreachable],
];

test.each(problems)("a bucket with %j answers 503 to uploads and downloads", async (fault, text) => {
  const caller = await makeCallerWithTask();
  await upload(caller, { name: "before", body: "x" });
  bucket.peer.fault = ({ method }) => (method === "DELETE" ? undefined : fault);
  for (const answered of [
    await upload(caller, { name: caller.file, body: "y" }),
    await get(caller, "before"),
  ]) {
    expect([answered.status, answered.text, answered.headers["retry-after"]]).toEqual([503, text, "5"]);
  }
  bucket.peer.fault = () => undefined;
  expect((await get(caller, "before")).text).toBe("x");
  expect((await get(caller, caller.file)).status).toBe(404);
  expect((await filesOf(caller.workspaceId)).map(({ path }) => path)).toEqual(["before"]);
  expect(bucket.stored(caller.workspaceId).length).toBe(1);
});

test("a large upload is refused while it is sent, and nothing of it stays", async () => {
  const caller = await makeCallerWithTask();
  bucket.peer.fault = ({ query }) =>
    query.get("partNumber") === "3" ? { code: "XMinioStorageFull" } : undefined;
  expect((await sendStream(caller, caller.file, 40 * 1024 * 1024)).status).toBe(507);
  expect(bucket.stored(caller.workspaceId)).toEqual([]);
  expect(await leftoversOf(caller.workspaceId)).toEqual([]);
});

test("a file that can't be deleted from the bucket is gone for clients, and left for later", async () => {
  const caller = await makeCallerWithTask();
  await upload(caller, { name: caller.file, body: "x" });
  bucket.peer.fault = ({ method }) => (method === "DELETE" ? { code: "InternalError" } : undefined);
  expect((await get(caller, caller.file, { method: "DELETE" })).status).toBe(200);
  expect((await get(caller, caller.file)).status).toBe(404);
  expect(await leftoversOf(caller.workspaceId)).toMatchObject([
    { storedAs: bucket.stored(caller.workspaceId)[0] },
  ]);
});

test("a download whose bytes stop coming is cut, and not ended as if it were whole", async () => {
  const caller = await makeCallerWithTask();
  await sendStream(caller, caller.file, 1024 * 1024);
  bucket.peer.fault = () => ({ cut: "within" });
  await expect(countBytes(caller, caller.file)).rejects.toThrow("aborted");
});
