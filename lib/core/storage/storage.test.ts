import { describe, expect, test } from "vitest";
import { type AccessFinding, readAccessAnswer, type ServiceAnswer, tellAccessTest } from "./access-test";
import {
  type BucketAccess,
  bucketUrl,
  newBucketCredentials,
  pickCredentials,
  serviceOf,
  shortKey,
} from "./bucket-credentials";
import { readObjectUrl } from "./object-url";

const row = (given: Partial<BucketAccess>): BucketAccess => ({
  ...{ bucket: "b", key: "AKIA", secret: "s", token: "", region: "", host: "", ...given },
});

test.each([
  ["s3://b/a/c.png", { store: "s3", host: "", bucket: "b", key: "a/c.png" }],
  [
    "s3://minio.acme.dev:9000/b/a/c.png",
    { store: "s3", host: "minio.acme.dev:9000", bucket: "b", key: "a/c.png" },
  ],
  ["S3://b/a b?c#d", { store: "s3", host: "", bucket: "b", key: "a b?c#d" }],
  ["gs://b/c", { store: "gs", host: "", bucket: "b", key: "c" }],
  [
    "azure://acme.blob.core.windows.net/samples/a/c.png",
    { store: "azure", host: "acme.blob.core.windows.net", bucket: "samples", key: "a/c.png" },
  ],
  ["s3://b", undefined],
  ["s3://b/", undefined],
  ["s3:///b/c", undefined],
  ["s3://minio:9000/b", undefined],
  ["azure://acme.blob.core.windows.net/samples", undefined],
  ["https://b/c", undefined],
  ["javascript:alert(1)", undefined],
])("%s names %j", (url, expected) => {
  expect(readObjectUrl(url)).toEqual(expected);
});

describe("credentials", () => {
  test.each<[string, Partial<BucketAccess>, string, string]>([
    ["by the host of the bucket", {}, "https://b.s3.us-east-1.amazonaws.com/", "s3"],
    ["in a region", { region: "eu-central-1" }, "https://b.s3.eu-central-1.amazonaws.com/", "s3"],
    [
      "by the path where the name has dots",
      { bucket: "b.c" },
      "https://s3.us-east-1.amazonaws.com/b.c/",
      "s3",
    ],
    ["at another host", { host: "minio:9000" }, "https://minio:9000/b/", "s3"],
    ["over plain http", { host: "http://minio:9000" }, "http://minio:9000/b/", "s3"],
    [
      "at a host of the bucket itself",
      { host: "b.storage.example.com" },
      "https://b.storage.example.com/",
      "s3",
    ],
    ["of Google Cloud", { key: "GOOG1E" }, "https://storage.googleapis.com/b/", "gcs"],
    [
      "of Azure",
      { key: "", host: "acme.blob.core.windows.net" },
      "https://acme.blob.core.windows.net/b/",
      "azure",
    ],
  ])("%s lead to the bucket", (_, given, url, service) => {
    expect(bucketUrl(row(given))).toBe(url);
    expect(serviceOf(row(given))).toBe(service);
  });

  const rows = [
    row({ bucket: "other" }),
    row({ host: "https://minio:9000", key: "MINIO" }),
    row({ key: "GOOG1E" }),
    row({ key: "AKIA1" }),
    row({ key: "AKIA2" }),
    row({ key: "", host: "acme.blob.core.windows.net" }),
  ];
  test.each([
    ["s3://b/c", "GOOG1E"],
    ["s3://minio:9000/b/c", "MINIO"],
    ["s3://minio:9001/b/c", undefined],
    ["gs://b/c", "GOOG1E"],
    ["gs://other/c", undefined],
    ["azure://acme.blob.core.windows.net/b/c", ""],
    ["azure://else.blob.core.windows.net/b/c", undefined],
    ["s3://unknown/c", undefined],
  ])("for %s are those with the key %j", (url, key) => {
    const object = readObjectUrl(url);
    expect(object && pickCredentials(rows, object)?.key).toBe(key);
  });

  test.each<[string, Partial<BucketAccess>, string | undefined]>([
    ["whole", {}, undefined],
    ["of a host with a scheme", { host: "HTTP://Minio:9000/" }, undefined],
    ["of an IPv6 host", { host: "[2606:4700::1]:9000" }, undefined],
    ["of Azure", { key: "", host: "acme.blob.core.windows.net" }, undefined],
    ["without a bucket", { bucket: " " }, "bucket"],
    ["with a path for a bucket", { bucket: "b/c" }, "bucket"],
    ["without a key", { key: "" }, "key"],
    ["without a secret", { secret: "" }, "secret"],
    ["with a path behind the host", { host: "minio:9000/b" }, "host"],
    ["with a name and password in the host", { host: "a:b@minio" }, "host"],
    ["with another scheme", { host: "ftp://minio" }, "host"],
    ["with an address as a number", { host: "http://2130706433:9000" }, "host"],
    ["with an address in hexadecimal", { host: "0x7f.0.0.1" }, "host"],
    ["with a mapped address", { host: "[::ffff:127.0.0.1]:9000" }, "host"],
    ["with a region of spaces", { region: "eu central" }, "region"],
    ["with a line break in the secret", { secret: "a\nb" }, "secret"],
  ])("%s", (_, given, field) => {
    const parsed = newBucketCredentials.safeParse(row(given));
    expect(parsed.error?.issues[0]?.path[0]).toBe(field);
  });

  test("show a key in short", () => {
    expect(shortKey("AKIAIOSFODNN7EXAMPLE")).toBe("AKIA…MPLE");
    expect(shortKey("minio")).toBe("minio");
  });
});

test.each<[AccessFinding, Partial<ServiceAnswer>, ("azure" | "s3")?]>([
  ["reads", { status: 200 }],
  ["may_not_list", { code: "AccessDenied" }],
  ["no_such_bucket", { status: 404, code: "NoSuchBucket" }],
  ["no_such_bucket", { status: 404 }],
  ["wrong_key", { code: "InvalidAccessKeyId" }],
  ["wrong_secret", { code: "SignatureDoesNotMatch" }],
  ["clock", { code: "SignatureDoesNotMatch", skewMs: -3_600_000 }],
  ["clock", { code: "RequestTimeTooSkewed" }],
  ["expired", { status: 400, code: "ExpiredToken" }],
  ["wrong_token", { status: 400, code: "InvalidToken" }],
  ["wrong_region", { status: 301, code: "PermanentRedirect", region: "eu-west-1" }],
  ["wrong_region", { status: 400, code: "AuthorizationHeaderMalformed", region: "eu-west-1" }],
  ["wrong_region", { status: 301, region: "eu-west-1" }],
  ["redirected", { status: 302 }],
  ["needs_https", { status: 400, text: "Client sent an HTTP request to an HTTPS server." }],
  ["wrong_secret", { code: "AuthenticationFailed", text: "Signature did not match." }, "azure"],
  ["expired", { code: "AuthenticationFailed", text: "Signed expiry time [x] must be after" }, "azure"],
  ["no_such_bucket", { status: 404, code: "ContainerNotFound" }, "azure"],
  ["other", { status: 500, code: "InternalError" }],
])("%s is what %j means", (finding, answer, service = "s3") => {
  const found = readAccessAnswer({ status: 403, text: "", ...answer }, service, "us-east-1");
  expect(found.finding).toBe(finding);
  expect(found.region).toBe(finding === "wrong_region" ? "eu-west-1" : undefined);
});

test("a wrong region is told with both regions", () => {
  const told = tellAccessTest({ finding: "wrong_region", region: "us-east-1" }, row({ region: "us-west-2" }));
  expect(told).toEqual({
    isGood: false,
    short: "Wrong region",
    text: "b is in us-east-1, and this row says us-west-2. The key itself is right.",
  });
});
