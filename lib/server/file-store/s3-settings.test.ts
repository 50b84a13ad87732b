import { expect, test } from "vitest";
import { readSettings } from "../env";
import { readBucketSettings } from "./s3-settings";

const keys = { STEWARD_FILES_S3_ACCESS_KEY: "AKIA", STEWARD_FILES_S3_SECRET_KEY: "hunter2" };
const given = { STEWARD_FILES_S3_BUCKET: "acme-files", ...keys };

test("no setting is no bucket, and an empty one is not set", () => {
  expect(readBucketSettings({ STEWARD_FILES_URL: "x" })).toEqual({ bucket: undefined, problems: [] });
  expect(readBucketSettings({ STEWARD_FILES_S3_BUCKET: "" })).toEqual({ bucket: undefined, problems: [] });
});

test("all that is set is read", () => {
  const { bucket } = readBucketSettings({
    ...given,
    STEWARD_FILES_S3_ENDPOINT: "http://minio:9000/",
    STEWARD_FILES_S3_REGION: "eu-central-1",
    STEWARD_FILES_S3_SESSION_TOKEN: "token",
    STEWARD_FILES_S3_PREFIX: "steward/files/",
  });
  expect(bucket).toEqual({
    ...{ bucket: "acme-files", url: "http://minio:9000/acme-files/steward/files/", region: "eu-central-1" },
    ...{ accessKey: "AKIA", secretKey: "hunter2", sessionToken: "token" },
  });
});

test.each<[Record<string, string>, string]>([
  [{}, "https://acme-files.s3.us-east-1.amazonaws.com/"],
  [{ REGION: "eu-west-1" }, "https://acme-files.s3.eu-west-1.amazonaws.com/"],
  [{ PATH_STYLE: "true" }, "https://s3.us-east-1.amazonaws.com/acme-files/"],
  [{ BUCKET: "files.acme" }, "https://s3.us-east-1.amazonaws.com/files.acme/"],
  [{ ENDPOINT: "https://s3.acme.example" }, "https://s3.acme.example/acme-files/"],
  [{ ENDPOINT: "https://s3.acme.example", PATH_STYLE: "false" }, "https://acme-files.s3.acme.example/"],
  [{ PREFIX: "one" }, "https://acme-files.s3.us-east-1.amazonaws.com/one/"],
])("%j puts objects under %s", (more, url) => {
  const named = Object.entries(more).map(([name, value]) => [`STEWARD_FILES_S3_${name}`, value]);
  expect(readBucketSettings({ ...given, ...Object.fromEntries(named) }).bucket?.url).toBe(url);
});

const badEndpoint = "STEWARD_FILES_S3_ENDPOINT must be a URL without a path, such as https://s3.example.com.";
const badPrefix =
  "STEWARD_FILES_S3_PREFIX must be a path such as steward/files, of letters, digits, dots, hyphens and underscores.";

test.each<[Record<string, string>, string]>([
  [keys, "STEWARD_FILES_S3_BUCKET must be set if STEWARD_FILES_S3_ACCESS_KEY is set."],
  [
    { STEWARD_FILES_S3_BUCKET: "acme-files" },
    "STEWARD_FILES_S3_ACCESS_KEY and STEWARD_FILES_S3_SECRET_KEY must be set if STEWARD_FILES_S3_BUCKET is set.",
  ],
  [
    { ...given, STEWARD_FILES_S3_SECRET_KEY: "" },
    "STEWARD_FILES_S3_SECRET_KEY must be set if STEWARD_FILES_S3_BUCKET is set.",
  ],
  [
    { ...given, STEWARD_FILES_S3_BUCKET: "Acme_Files" },
    "STEWARD_FILES_S3_BUCKET must be the name of a bucket: 3 to 63 lowercase letters, digits, dots and hyphens.",
  ],
  [{ ...given, STEWARD_FILES_S3_ENDPOINT: "s3.example.com" }, badEndpoint],
  [{ ...given, STEWARD_FILES_S3_ENDPOINT: "https://s3.example.com/base" }, badEndpoint],
  [{ ...given, STEWARD_FILES_S3_ENDPOINT: "https://user:hunter2@s3.example.com" }, badEndpoint],
  [
    { ...given, STEWARD_FILES_S3_REGION: "Frankfurt, Germany" },
    "STEWARD_FILES_S3_REGION must be a region such as eu-central-1.",
  ],
  [{ ...given, STEWARD_FILES_S3_PATH_STYLE: "yes" }, "STEWARD_FILES_S3_PATH_STYLE must be true or false."],
  [{ ...given, STEWARD_FILES_S3_PREFIX: "/steward" }, badPrefix],
  [{ ...given, STEWARD_FILES_S3_PREFIX: "a/../b" }, badPrefix],
  [{ ...given, STEWARD_FILES_S3_PREFIX: "a//b" }, badPrefix],
  [{ ...given, STEWARD_FILES_S3_PREFIX: "a b" }, badPrefix],
  [
    { ...given, STEWARD_FILES_URL: "https://files.example.com" },
    "Set STEWARD_FILES_URL or STEWARD_FILES_S3_BUCKET, not both.",
  ],
  [
    { ...given, STEWARD_FILES_MAX_BYTES: "5497558138881" },
    "STEWARD_FILES_MAX_BYTES must be at most 5497558138880 if STEWARD_FILES_S3_BUCKET is set.",
  ],
  [{ STEWARD_FILES_S3_BUKET: "x" }, "STEWARD_FILES_S3_BUKET is not a setting of the bucket for files."],
])("%j is refused in words, without the values", (env, problem) => {
  const required = {
    DATABASE_URL: "postgres://u:p@db/steward",
    STEWARD_SECRET_KEYS: `k1:${Buffer.alloc(32).toString("base64")}`,
  };
  expect(readSettings({ ...required, ...env })).toEqual({ ok: false, problems: [problem] });
  expect(problem).not.toContain("hunter2");
});
