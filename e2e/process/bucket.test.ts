import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { S3Peer } from "../peers/s3";
import { cleanUp, StewardProcess, temporaryFolder } from "./steward-process";

let peer: S3Peer;
beforeEach(async () => {
  peer = await S3Peer.start();
});
afterEach(async () => {
  await cleanUp();
  await peer.stop();
});

function settings(data: string) {
  return {
    STEWARD_DATA: data,
    STEWARD_FILES_S3_BUCKET: peer.bucket,
    STEWARD_FILES_S3_ENDPOINT: peer.endpoint,
    STEWARD_FILES_S3_REGION: peer.keys.region,
    STEWARD_FILES_S3_ACCESS_KEY: peer.keys.accessKey,
    STEWARD_FILES_S3_SECRET_KEY: peer.keys.secretKey,
  };
}

test("files are in the bucket that the settings name, and not in the data folder", async () => {
  const data = path.join(temporaryFolder(), "data");
  const demo = await StewardProcess.start({ args: ["--demo", "--json"], env: settings(data) });
  const { access_key, secret_key } = (await demo.announcement()).credentials;
  expect(peer.names.length).toBeGreaterThan(100);
  expect(fs.existsSync(path.join(data, "files"))).toBe(false);

  const authorization = `Basic ${Buffer.from(`${access_key}:${secret_key}`).toString("base64")}`;
  const asked = await fetch(`${demo.url}/api/models.get_all`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ only_fields: ["uri"] }),
  });
  const [{ uri }] = (await asked.json()).data.models;
  const download = await fetch(new URL(new URL(uri).pathname, demo.url), { headers: { authorization } });
  expect([download.status, (await download.arrayBuffer()).byteLength]).toEqual([200, expect.any(Number)]);
  expect(Number(download.headers.get("content-length"))).toBeGreaterThan(1_000);
  expect(await demo.stop()).toBe(0);
  expect(demo.output.stdout + demo.output.stderr).not.toContain(peer.keys.secretKey);
});

test("a secret key that the bucket refuses is one clear line and exit code 1", async () => {
  const env = { ...settings(path.join(temporaryFolder(), "data")), STEWARD_FILES_S3_SECRET_KEY: "hunter2" };
  const { code, lines } = await (await StewardProcess.start({ env })).refusal();
  expect(lines).toEqual([
    expect.stringMatching(/^The bucket steward-files can.t be used: .*SignatureDoesNotMatch.*_SECRET_KEY/),
  ]);
  expect(lines.join()).not.toContain("hunter2");
  expect(code).toBe(1);
});
