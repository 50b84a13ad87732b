import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { S3Peer } from "@/e2e/peers/s3";
import { settings } from "@/lib/server/env";
import { readBucketSettings } from "@/lib/server/file-store/s3-settings";
import { openFiles } from "./open-files";
import { StartupProblem } from "./startup-problem";

openTestDatabase();

let peer: S3Peer;
beforeEach(async () => {
  peer = await S3Peer.start();
});
afterEach(() => peer.stop());

/** Returns what the operator is told. */
async function open(more: Record<string, string> = {}): Promise<string[]> {
  const { bucket } = readBucketSettings({
    STEWARD_FILES_S3_BUCKET: peer.bucket,
    STEWARD_FILES_S3_ENDPOINT: peer.endpoint,
    STEWARD_FILES_S3_REGION: peer.keys.region,
    STEWARD_FILES_S3_ACCESS_KEY: peer.keys.accessKey,
    STEWARD_FILES_S3_SECRET_KEY: peer.keys.secretKey,
    ...more,
  });
  const said: string[] = [];
  const place = { dataFolder: "/nowhere", embedded: undefined, say: (line: string) => void said.push(line) };
  await openFiles({ ...settings(), filesBucket: bucket }, place);
  return said;
}

test("a bucket that can be used is left as it was", async () => {
  expect(await open()).toEqual([]);
  expect(peer.calls.map(({ method }) => method)).toEqual(["PUT", "GET", "DELETE"]);
  expect(peer.names).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
  [
    "an unknown access key",
    { STEWARD_FILES_S3_ACCESS_KEY: "AKIAOTHER" },
    "its access key, secret key or session token is not valid (InvalidAccessKeyId). Check STEWARD_FILES_S3_ACCESS_KEY, STEWARD_FILES_S3_SECRET_KEY and STEWARD_FILES_S3_SESSION_TOKEN.",
  ],
  [
    "a wrong secret key",
    { STEWARD_FILES_S3_SECRET_KEY: "hunter2" },
    "its access key, secret key or session token is not valid (SignatureDoesNotMatch). Check STEWARD_FILES_S3_ACCESS_KEY, STEWARD_FILES_S3_SECRET_KEY and STEWARD_FILES_S3_SESSION_TOKEN.",
  ],
  [
    "another region",
    { STEWARD_FILES_S3_REGION: "us-east-1" },
    "it is in another region. Set STEWARD_FILES_S3_REGION to eu-test-1.",
  ],
])("%s is refused", async (_, env, reason) => {
  const problem = await open(env).catch((error) => error);
  expect(problem).toBeInstanceOf(StartupProblem);
  expect(problem.message).toBe(`The bucket steward-files can’t be used: ${reason}`);
});

test("a bucket that does not exist is refused", async () => {
  await expect(open({ STEWARD_FILES_S3_BUCKET: "other" })).rejects.toThrow(
    "The bucket other can’t be used: it does not exist. Create it, or check STEWARD_FILES_S3_BUCKET.",
  );
});

test.each([["PUT"], ["GET"], ["DELETE"]])("keys without the right to %s are refused", async (method) => {
  peer.fault = (call) => (call.method === method ? { code: "AccessDenied" } : undefined);
  await expect(open()).rejects.toThrow(
    "access is denied (AccessDenied). Allow this access key to create, read and delete objects in it.",
  );
});

test.each([
  [{ code: "SlowDown" }, "The bucket answered 503 SlowDown."],
  [{ code: "XMinioStorageFull" }, "The bucket is full (XMinioStorageFull)."],
  [{ cut: "before" }, "The bucket can’t be reached (ECONNRESET)."],
] as const)("%j is a warning", async (fault, reason) => {
  peer.fault = () => fault;
  expect(await open()).toEqual([`Warning: uploads and downloads of files fail for now. ${reason}`]);
});
