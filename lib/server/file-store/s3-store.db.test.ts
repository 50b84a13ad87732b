import { createHash, randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { type S3Call, type S3Fault, S3Peer } from "@/e2e/peers/s3";
import { FileStoreFull, FileStoreUnavailable } from "./file-store";
import { partsOf } from "./s3-parts";
import { readBucketSettings } from "./s3-settings";
import { S3Store } from "./s3-store";

openTestDatabase();

const mebibyte = 1024 * 1024;
const partBytes = 8 * mebibyte;
const place = { workspaceId: "a".repeat(32), storedAs: "b".repeat(32) };
const name = `${place.workspaceId}/${place.storedAs}`;

let peer: S3Peer;
beforeEach(async () => {
  peer = await S3Peer.start();
});
afterEach(() => peer.stop());

function openStore(
  more: Record<string, string> = {},
  { idleMs = 30_000, maxBytes = mebibyte } = {},
): S3Store {
  const { bucket, problems } = readBucketSettings({
    STEWARD_FILES_S3_BUCKET: peer.bucket,
    STEWARD_FILES_S3_ENDPOINT: peer.endpoint,
    STEWARD_FILES_S3_REGION: peer.keys.region,
    STEWARD_FILES_S3_ACCESS_KEY: peer.keys.accessKey,
    STEWARD_FILES_S3_SECRET_KEY: peer.keys.secretKey,
    ...more,
  });
  if (!bucket) throw new Error(problems.join(" "));
  return new S3Store(bucket, { maxBytes, pauseMs: 1, idleMs });
}

/** In chunks of no even size. */
async function* chunksOf(bytes: Buffer, size = 777_777): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(store: S3Store, first: number, last: number): Promise<string | undefined> {
  const stream = await store.read(place, { first, last });
  if (!stream) return undefined;
  const hash = createHash("sha256");
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest("hex");
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const methods = () => peer.calls.map(({ method }) => method);

describe("what is written", () => {
  test.each([
    [0, ["PUT"]],
    [1, ["PUT"]],
    [partBytes, ["PUT"]],
    [partBytes + 1, ["POST", "PUT", "PUT", "POST"]],
    [20 * mebibyte, ["POST", "PUT", "PUT", "PUT", "POST"]],
  ])("in %i bytes is read back, whole and in part", async (size, expected) => {
    const store = openStore();
    const bytes = randomBytes(size);
    await store.write(place, chunksOf(bytes));
    expect(methods()).toEqual(expected);
    expect([peer.names, peer.openUploads]).toEqual([[name], 0]);
    const ranges =
      size === 0
        ? []
        : [
            [0, size - 1],
            [size - 1, size - 1],
            [Math.floor(size / 3), Math.floor(size / 2)],
          ];
    for (const [first = 0, last = 0] of ranges) {
      expect(await read(store, first, last)).toBe(sha256(bytes.subarray(first, last + 1)));
    }
  });

  test("has parts of the size that the largest file needs", async () => {
    await openStore({}, { maxBytes: 10_000 * 9 * mebibyte }).write(
      place,
      chunksOf(randomBytes(10 * mebibyte)),
    );
    expect(methods()).toEqual(["POST", "PUT", "PUT", "POST"]);
    await openStore({}, { maxBytes: 10_000 * 11 * mebibyte }).write(
      place,
      chunksOf(randomBytes(10 * mebibyte)),
    );
    expect(methods().slice(4)).toEqual(["PUT"]);
  });

  test("is deleted, and stays gone", async () => {
    const store = openStore();
    await store.write(place, chunksOf(Buffer.from("x")));
    await store.remove(place);
    await store.remove(place);
    expect(peer.names).toEqual([]);
    expect(await store.read(place, { first: 0, last: 0 })).toBeUndefined();
  });

  test("is under the prefix", async () => {
    const store = openStore({ STEWARD_FILES_S3_PREFIX: "team-1/steward" });
    await store.write(place, chunksOf(Buffer.from("x")));
    expect(peer.names).toEqual([`team-1/steward/${name}`]);
    expect(await read(store, 0, 0)).toBe(sha256(Buffer.from("x")));
    await store.remove(place);
    expect(peer.names).toEqual([]);
  });

  test("is signed with the session token", async () => {
    peer.keys.sessionToken = "a/token+of=one";
    const store = openStore({ STEWARD_FILES_S3_SESSION_TOKEN: peer.keys.sessionToken });
    await store.write(place, chunksOf(randomBytes(partBytes + 1)));
    expect(peer.names).toEqual([name]);
    await expect(openStore().remove(place)).rejects.toThrow("The bucket answered 403 InvalidToken.");
  });
});

type Step = (call: S3Call) => boolean;
const steps: Record<string, Step> = {
  "the start of the upload": ({ method, query }) => method === "POST" && query.has("uploads"),
  "the second part": ({ method, query }) => method === "PUT" && query.get("partNumber") === "2",
  "the completion": ({ method, query }) => method === "POST" && query.has("uploadId"),
};
const faults: [string, S3Fault][] = [
  ["an internal error", { code: "InternalError" }],
  ["too many requests", { code: "SlowDown" }],
  ["a lost connection", { cut: "before" }],
  ["a lost answer", { cut: "after" }],
];
const cases = Object.entries(steps).flatMap(([step, isStep]) =>
  faults.map(([fault, what]) => ({ step, isStep, fault, what })),
);

describe("a large file", () => {
  test.each(cases)("is stored in spite of $fault at $step", async ({ isStep, what }) => {
    let left = 2;
    peer.fault = (call) => (isStep(call) && left-- > 0 ? what : undefined);
    const bytes = randomBytes(17 * mebibyte);
    const store = openStore();
    await store.write(place, chunksOf(bytes));
    expect(left).toBeLessThan(2);
    expect(await read(store, 0, bytes.length - 1)).toBe(sha256(bytes));
  });

  test("is stored in spite of an error that is answered with 200", async () => {
    let left = 1;
    peer.fault = (call) =>
      steps["the completion"]?.(call) && left-- > 0 ? { code: "LateInternalError" } : undefined;
    await openStore().write(place, chunksOf(randomBytes(17 * mebibyte)));
    expect([peer.names, peer.openUploads]).toEqual([[name], 0]);
  });

  test.each([
    ["the second part", { code: "InternalError" }, FileStoreUnavailable, "500 InternalError"],
    ["the second part", { cut: "before" }, FileStoreUnavailable, "can’t be reached"],
    ["the second part", { code: "AccessDenied" }, FileStoreUnavailable, "403 AccessDenied"],
    ["the second part", { code: "XMinioStorageFull" }, FileStoreFull, "full (XMinioStorageFull)"],
    ["the second part", { code: "QuotaExceeded" }, FileStoreFull, "full (QuotaExceeded)"],
    ["the completion", { code: "LateInternalError" }, FileStoreUnavailable, "200 InternalError"],
    ["the completion", { code: "InvalidPart" }, FileStoreUnavailable, "400 InvalidPart"],
  ] as const)("leaves nothing where %s fails with %j", async (step, what, kind, message) => {
    peer.fault = (call) => (steps[step]?.(call) ? what : undefined);
    const failing = openStore().write(place, chunksOf(randomBytes(17 * mebibyte)));
    const error = await failing.catch((problem) => problem);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
    expect([peer.names, peer.openUploads]).toEqual([[], 0]);
  });

  test("leaves nothing where its bytes stop coming", async () => {
    async function* broken() {
      yield* chunksOf(randomBytes(17 * mebibyte));
      throw new Error("The client is gone.");
    }
    await expect(openStore().write(place, broken())).rejects.toThrow("The client is gone.");
    expect([peer.names, peer.openUploads]).toEqual([[], 0]);
    expect(methods()).toEqual(["POST", "PUT", "PUT", "DELETE"]);
  });

  test("fails with what went wrong first, even if the rest can't be removed", async () => {
    peer.fault = ({ method, query }) =>
      method === "DELETE" || query.get("partNumber") === "2" ? { code: "AccessDenied" } : undefined;
    const failing = openStore().write(place, chunksOf(randomBytes(17 * mebibyte)));
    await expect(failing).rejects.toThrow("403 AccessDenied");
    expect(peer.openUploads).toBe(1);
  });
});

describe("a small file", () => {
  test.each(faults)("is stored in spite of %s", async (_, what) => {
    let left = 2;
    peer.fault = () => (left-- > 0 ? what : undefined);
    await openStore().write(place, chunksOf(Buffer.from("x")));
    expect(peer.names).toEqual([name]);
  });

  test("is refused where the bucket is full", async () => {
    peer.fault = () => ({ code: "XMinioStorageFull" });
    await expect(openStore().write(place, chunksOf(Buffer.from("x")))).rejects.toBeInstanceOf(FileStoreFull);
    expect(peer.names).toEqual([]);
  });
});

describe("what is read", () => {
  test("fails where its bytes stop coming", async () => {
    const store = openStore();
    await store.write(place, chunksOf(randomBytes(mebibyte)));
    peer.fault = () => ({ cut: "within" });
    await expect(read(store, 0, mebibyte - 1)).rejects.toThrow("aborted");
  });

  test("fails where the object has fewer bytes than it should", async () => {
    const store = openStore();
    await store.write(place, chunksOf(Buffer.from("short")));
    await expect(read(store, 0, 99)).rejects.toThrow("The bucket answered 5 bytes instead of 100.");
  });

  test("is not the same as a bucket that is gone", async () => {
    peer.fault = () => ({ code: "NoSuchBucket" });
    await expect(read(openStore(), 0, 0)).rejects.toThrow("404 NoSuchBucket");
    await expect(openStore().remove(place)).rejects.toThrow("404 NoSuchBucket");
  });

  test("waits for a slow reader, and for no silent server", async () => {
    const [store, hasty] = [openStore({}, { idleMs: 2_000 }), openStore({}, { idleMs: 800 })];
    const bytes = randomBytes(20 * mebibyte);
    await store.write(place, chunksOf(bytes));
    const slow = await store.read(place, { first: 0, last: bytes.length - 1 });
    peer.fault = () => "silence";
    // Its three attempts take longer than the slow one may be idle.
    await expect(read(hasty, 0, 0)).rejects.toThrow("The bucket can’t be reached (ETIMEDOUT).");
    const hash = createHash("sha256");
    for await (const chunk of slow ?? []) hash.update(chunk);
    expect(hash.digest("hex")).toBe(sha256(bytes));
  });
});

test("errors name no secret", async () => {
  const { secretKey } = peer.keys;
  const problems = [
    openStore({ STEWARD_FILES_S3_SECRET_KEY: "another-secret" }).remove(place),
    openStore({ STEWARD_FILES_S3_ENDPOINT: "http://127.0.0.1:1" }).remove(place),
  ].map((failing) => failing.catch((error) => error));
  const [refused, unreachable] = await Promise.all(problems);
  expect(refused.message).toBe("The bucket answered 403 SignatureDoesNotMatch.");
  expect(refused.answer).toBe("The file storage refused the request. Tell the operator of this server.");
  expect(unreachable.message).toBe("The bucket can’t be reached (ECONNREFUSED).");
  expect(unreachable.answer).toBe("The file storage can’t be reached. Try again.");
  for (const error of [refused, unreachable]) {
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toMatch(secretKey);
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toMatch("another-secret");
  }
});

test("parts that would fill the memory are refused", async () => {
  const parts = partsOf(chunksOf(Buffer.alloc(513 * mebibyte), 513 * mebibyte), 1024 * mebibyte);
  await expect(parts.next()).rejects.toThrow("Uploads fill the memory for parts.");
  const others = partsOf(chunksOf(Buffer.from("x")), 1024 * mebibyte);
  expect((await others.next()).value?.bytes.length).toBe(1);
  await others.return(undefined);
});
