import { describe, expect, test } from "vitest";
import {
  cleanupCredentialsEdit,
  cleanupUrl,
  newCleanupCredentials,
  pickCleanupCredentials,
} from "./cleanup-credentials";
import type { CleanupPlace } from "./cleanup-words";
import { readObjectUrl } from "./object-url";

const place: CleanupPlace = {
  ...{ service: "s3", method: "key", bucket: "", key: "AKIA", region: "", project: "", host: "" },
  ...{ isSecure: true, verifiesCertificate: true },
};
const usual = { ...place, forWorkspace: false, secret: "s", token: "" };
const keyFile = JSON.stringify({
  type: "service_account",
  client_email: "cleaner@acme.iam.gserviceaccount.com",
  private_key: "-----BEGIN PRIVATE KEY-----\nMII=\n-----END PRIVATE KEY-----\n",
});

describe("the form", () => {
  test.each<[string, object, string[]]>([
    ["keys of S3", {}, []],
    ["no key", { key: "" }, ["key"]],
    ["no secret", { secret: "" }, ["secret"]],
    ["a bucket with a slash", { bucket: "a/b" }, ["bucket"]],
    ["a host with a path", { host: "minio:9000/a" }, ["host"]],
    ["a host that hides its address", { host: "0x7f.1" }, ["host"]],
    ["a SAS for S3", { method: "sas" }, ["method"]],
    ["the credentials of the server", { forWorkspace: true, method: "chain", key: "", secret: "" }, []],
    ["the credentials of the server for oneself", { method: "chain" }, ["method"]],
    [
      "the credentials of the server elsewhere",
      { forWorkspace: true, method: "chain", host: "minio:9000" },
      ["host"],
    ],
    ["a key file", { service: "gcs", method: "json", secret: keyFile }, []],
    ["half a key file", { service: "gcs", method: "json", secret: keyFile.slice(1) }, ["secret"]],
    ["an account", { service: "azure", key: "acmestorage", secret: "c2VjcmV0" }, []],
    ["an account that is none", { service: "azure", key: "Acme!", secret: "c2VjcmV0" }, ["key"]],
    ["a SAS as account key", { service: "azure", key: "acmestorage", secret: "sv=2021&sig=a" }, ["secret"]],
    ["a SAS", { service: "azure", method: "sas", key: "acmestorage", secret: "sv=2021&sig=a" }, []],
  ])("takes %s as it is complete", (_, change, fields) => {
    const read = newCleanupCredentials.safeParse({ ...usual, ...change });
    const wrong = read.success ? [] : read.error.issues.map(({ path }) => path[0]);
    expect(wrong).toEqual(fields);
  });

  test("keeps nothing that its service does not read", () => {
    const filled = { ...usual, region: "eu", project: "p", token: "t", host: "http://Minio:9000/" };
    expect(newCleanupCredentials.parse(filled)).toMatchObject({
      ...{ host: "minio:9000", isSecure: false, verifiesCertificate: true, token: "t", project: "" },
    });
    const gcs = newCleanupCredentials.parse({ ...filled, service: "gcs", method: "json", secret: keyFile });
    expect(gcs).toMatchObject({ key: "cleaner@acme.iam.gserviceaccount.com", token: "", project: "p" });
    const chain = newCleanupCredentials.parse({
      ...usual,
      ...{ forWorkspace: true, method: "chain", token: "t" },
    });
    expect(chain).toMatchObject({ key: "", secret: "", token: "" });
  });

  test("takes an edit without a secret", () => {
    const edit = { ...usual, secret: "", id: "1", removesToken: false };
    expect(cleanupCredentialsEdit.safeParse(edit).success).toBe(true);
  });
});

test.each<[string, Partial<CleanupPlace>, string, string]>([
  ["of Amazon S3", { region: "eu-west-1" }, "b", "https://b.s3.eu-west-1.amazonaws.com/"],
  ["of Amazon S3 itself", {}, "", "https://s3.us-east-1.amazonaws.com/"],
  ["at a host", { host: "minio:9000", isSecure: false }, "b", "http://minio:9000/b/"],
  ["at a host itself", { host: "minio:9000" }, "", "https://minio:9000/"],
  ["of Google Cloud", { service: "gcs" }, "b", "https://storage.googleapis.com/b/"],
  ["of Azure", { service: "azure", key: "acme" }, "c", "https://acme.blob.core.windows.net/c/"],
])("a bucket %s has its URL", (_, change, bucket, url) => {
  expect(cleanupUrl({ ...place, ...change }, bucket)).toBe(url);
});

describe("for an object, those are taken", () => {
  const row = (name: string, change: Partial<CleanupPlace>, forWorkspace = false) => ({
    ...place,
    ...change,
    ...{ name, forWorkspace },
  });
  const rows = [
    row("workspace bucket", { bucket: "b" }, true),
    row("workspace default", {}, true),
    row("own default", {}),
    row("own bucket", { bucket: "b" }),
    row("minio", { host: "minio:9000" }),
    row("google", { service: "gcs", host: "gcs.example.com" }),
    row("account", { service: "azure", key: "acme" }),
    row("private account", { service: "azure", key: "acme", host: "acme.internal" }),
  ];
  test.each([
    ["s3://b/k", "own bucket"],
    ["s3://other/k", "own default"],
    ["s3://minio:9000/b/k", "minio"],
    ["s3://minio:9001/b/k", undefined],
    ["gs://b/k", "google"],
    ["azure://acme.blob.core.windows.net/c/k", "account"],
    ["azure://acme.internal/c/k", "private account"],
    ["azure://other.blob.core.windows.net/c/k", undefined],
  ])("%s: %s", (url, name) => {
    const object = readObjectUrl(url);
    expect(object && pickCleanupCredentials(rows, object)?.name).toBe(name);
  });

  test("those of the workspace, where one has none", () => {
    const object = readObjectUrl("s3://b/k");
    const given = rows.filter(({ forWorkspace }) => forWorkspace);
    expect(object && pickCleanupCredentials(given, object)?.name).toBe("workspace bucket");
  });
});
