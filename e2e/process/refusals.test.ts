import fs from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { cleanUp, freePort, openServer, StewardProcess, temporaryFolder } from "./steward-process";

const key = `k1:${Buffer.alloc(32, 7).toString("base64")}`;

afterEach(cleanUp);

async function refuses(wanted: { args?: string[]; env?: Record<string, string> }, saying: RegExp) {
  const started = await StewardProcess.start(wanted);
  const { code, lines } = await started.refusal();
  expect(lines).toEqual([expect.stringMatching(saying)]);
  expect(code).toBe(1);
}

describe("one clear line and exit code 1 for", () => {
  test("a taken port, before anything is made", async () => {
    const data = path.join(temporaryFolder(), "data");
    const { server, port } = await occupyPort();
    await refuses(
      { env: { PORT: String(port), STEWARD_DATA: data } },
      new RegExp(`Port ${port} is in use.*PORT=`),
    );
    server.close();
    expect(fs.existsSync(data)).toBe(false);
  });

  test("a data folder that can't be written", async () => {
    const file = path.join(temporaryFolder(), "file");
    fs.writeFileSync(file, "");
    await refuses(
      { env: { STEWARD_DATA: path.join(file, "data") } },
      /can't write to the data folder .*file\/data .*Set STEWARD_DATA/,
    );
  });

  test.runIf(process.getuid?.() === 0)("a data folder of another user", async () => {
    const data = path.join(temporaryFolder(), "data");
    fs.mkdirSync(data, { mode: 0o700 });
    const started = await StewardProcess.start({
      env: { STEWARD_DATA: data },
      user: { uid: 65_534, gid: 65_534 },
    });
    const { code, lines } = await started.refusal();
    expect(lines).toEqual([
      expect.stringMatching(/can't write to the data folder .*\(EACCES.*start as the user who owns it/),
    ]);
    expect(code).toBe(1);
  });

  test("a folder that holds somebody's other files, which stay as they are", async () => {
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, "letter.txt"), "Dear");
    await refuses({ env: { STEWARD_DATA: folder } }, /contains other files/);
    expect(fs.readdirSync(folder)).toEqual(["letter.txt"]);
    expect(fs.statSync(folder).mode & 0o777).toBe(0o755);
  });

  test.each([
    ["PORT", "http", /^PORT must be/],
    ["STEWARD_URL", "steward", /STEWARD_URL must be a URL/],
    ["LOG_LEVEL", "loud", /LOG_LEVEL must be/],
    ["STEWARD_TRUSTED_PROXIES", "everyone", /STEWARD_TRUSTED_PROXIES must/],
    ["STEWARD_SECRET_KEYS", "secret", /STEWARD_SECRET_KEYS must/],
    ["HOST", "203.0.113.7", /can't listen on 203\.0\.113\.7/],
  ])("a bad %s", async (name, value, saying) => {
    const data = path.join(temporaryFolder(), "data");
    await refuses({ env: { STEWARD_DATA: data, [name]: value } }, saying);
    expect(fs.existsSync(path.join(data, "postgres"))).toBe(false);
  });

  test("an argument that nobody knows", async () => {
    await refuses({ args: ["--dmeo"] }, /doesn't know the option --dmeo/);
  });

  test("a database where nobody answers", async () => {
    const url = `postgres://steward:hush@127.0.0.1:${await freePort()}/steward`;
    await refuses(
      { env: { DATABASE_URL: url, STEWARD_SECRET_KEYS: key } },
      /^The database at 127\.0\.0\.1:\d+\/steward (?!.*hush).*DATABASE_URL/,
    );
  });

  test("a database that doesn't exist", async () => {
    const server = await openServer();
    const url = server.url.replace("/steward?", "/nowhere?");
    await refuses(
      { env: { DATABASE_URL: url, STEWARD_SECRET_KEYS: key } },
      /nowhere.*does not exist.*DATABASE_URL/,
    );
    await server.stop();
  });

  test("a database without the keys that encrypt in it", async () => {
    await refuses(
      { env: { DATABASE_URL: "postgres://steward@127.0.0.1:1/steward" } },
      /STEWARD_SECRET_KEYS must be set/,
    );
  });

  test("a second Steward on one data folder, while the first goes on", async () => {
    const data = path.join(temporaryFolder(), "data");
    const first = await StewardProcess.start({ env: { STEWARD_DATA: data } });
    await first.serves();
    await refuses(
      { env: { STEWARD_DATA: data } },
      new RegExp(`already running on the data folder .*process ${first.child.pid}`),
    );
    await first.serves();
  });

  test("--demo where somebody has an account, whose data stays", async () => {
    const data = path.join(temporaryFolder(), "data");
    const first = await StewardProcess.start({ args: ["--demo", "--json"], env: { STEWARD_DATA: data } });
    await first.announcement();
    expect(await first.stop()).toBe(0);
    await refuses({ args: ["--demo"], env: { STEWARD_DATA: data } }, /--demo needs an empty database/);
    expect(fs.existsSync(path.join(data, "postgres/postmaster.pid"))).toBe(false);
  });
});

function occupyPort(): Promise<{ server: Server; port: number }> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const address = server.address();
      resolve({ server, port: typeof address === "object" && address ? address.port : 0 });
    });
  });
}
