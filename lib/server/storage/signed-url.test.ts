import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { S3Peer } from "@/e2e/peers/s3";
import type { BucketAccess } from "@/lib/core/storage/bucket-credentials";
import { bodyOf, S3Requests } from "../file-store/s3-requests";
import { objectPath, signedObjectUrl, signedUrlSeconds } from "./signed-url";

let peer: S3Peer;
const name = "vision/a b+c/ü (1).png";

beforeAll(async () => {
  peer = await S3Peer.start();
  const { accessKey, secretKey, region } = peer.keys;
  const requests = new S3Requests(
    {
      ...{ bucket: peer.bucket, url: `${peer.endpoint}/${peer.bucket}/` },
      ...{ accessKey, secretKey, region, sessionToken: undefined },
    },
    { pauseMs: 1, idleMs: 5_000 },
  );
  expect(
    await requests.send({ method: "PUT", name: objectPath(name), body: bodyOf(Buffer.from("bytes")) }),
  ).toMatchObject({
    status: 200,
  });
});
afterAll(() => peer.stop());
beforeEach(() => {
  delete peer.keys.sessionToken;
});

function accessOf(change: Partial<BucketAccess> = {}): BucketAccess {
  const { accessKey: key, secretKey: secret, region } = peer.keys;
  return { bucket: peer.bucket, key, secret, token: "", region, host: peer.endpoint, ...change };
}

async function read(access: BucketAccess, at = new Date()) {
  const answer = await fetch(await signedObjectUrl(access, name, at));
  return { status: answer.status, text: await answer.text() };
}

test("a signed URL reads the object, whatever is in its name", async () => {
  expect(await read(accessOf())).toEqual({ status: 200, text: "bytes" });
});

test("temporary credentials sign their token, too", async () => {
  peer.keys.sessionToken = "temporary/+token=";
  expect(await read(accessOf({ token: "temporary/+token=" }))).toEqual({ status: 200, text: "bytes" });
  expect((await read(accessOf())).text).toContain("InvalidToken");
});

test.each<[string, Partial<BucketAccess>, string]>([
  ["key", { key: "AKIAWRONG" }, "InvalidAccessKeyId"],
  ["secret", { secret: "wrong" }, "SignatureDoesNotMatch"],
  ["region", { region: "us-west-2" }, "AuthorizationHeaderMalformed"],
])("another %s is refused", async (_, change, code) => {
  expect((await read(accessOf(change))).text).toContain(code);
});

test("a signed URL ends after minutes", async () => {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
  expect((await read(accessOf(), ago(signedUrlSeconds - 30))).status).toBe(200);
  expect((await read(accessOf(), ago(signedUrlSeconds + 5))).text).toContain("AccessDenied");
});

test("Google Cloud is signed for at its own host, and Azure gets its SAS", async () => {
  const at = new Date("2026-11-29T12:00:00Z");
  const google = new URL(
    await signedObjectUrl({ ...accessOf(), key: "GOOG1E", host: "", region: "auto" }, "a.png", at),
  );
  expect(google.origin + google.pathname).toBe(`https://storage.googleapis.com/${peer.bucket}/a.png`);
  expect(google.searchParams.get("X-Amz-Credential")).toBe("GOOG1E/20261129/auto/s3/aws4_request");
  expect(google.searchParams.get("X-Amz-Expires")).toBe(String(signedUrlSeconds));
  const azure = { ...accessOf(), bucket: "samples", key: "", host: "acme.blob.core.windows.net" };
  expect(await signedObjectUrl({ ...azure, secret: "?sv=2021&sig=a%2Bb%3D" }, "a b.png", at)).toBe(
    "https://acme.blob.core.windows.net/samples/a%20b.png?sv=2021&sig=a%2Bb%3D",
  );
});
