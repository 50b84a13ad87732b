import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import {
  basic,
  callWire,
  cleanUp,
  openServer,
  postmasterPid,
  StewardProcess,
  temporaryFolder,
  until,
  userOf,
} from "./steward-process";

const asRoot = process.getuid?.() === 0;

afterEach(cleanUp);

describe("a start", () => {
  test("makes its data folder, keeps what it is told, and serves again sooner than the first time", async () => {
    const data = path.join(temporaryFolder(), "data");
    const first = await StewardProcess.start({ args: ["--demo", "--json"], env: { STEWARD_DATA: data } });
    const firstStartMs = await first.serves();
    const { credentials, dataDir, url, signIns } = await first.announcement();
    expect({ dataDir, url }).toEqual({ dataDir: data, url: first.url });
    expect(signIns).toHaveLength(3);
    expect((await callWire(first.url, "auth.login", credentials)).status).toBe(200);
    expect(await first.stop()).toBe(0);

    const second = await StewardProcess.start({ env: { STEWARD_DATA: data } });
    expect(await second.serves()).toBeLessThan(firstStartMs);
    expect((await callWire(second.url, "auth.login", credentials)).status).toBe(200);
  });

  test("keeps its data folder, its keys and its log from everyone else", async () => {
    const data = path.join(temporaryFolder(), "data");
    await (await StewardProcess.start({ env: { STEWARD_DATA: data } })).serves();
    const modeOf = (file: string) => (fs.statSync(path.join(data, file)).mode & 0o777).toString(8);
    // Root lets PostgreSQL's group pass, and nobody else.
    expect([".", "secret-keys", "postgres.log", "postgres"].map(modeOf)).toEqual([
      asRoot ? "710" : "700",
      "600",
      "600",
      "700",
    ]);
  });

  test("prints the one-time link that makes the first account, and no such link later", async () => {
    const data = path.join(temporaryFolder(), "data");
    const first = await StewardProcess.start({ env: { STEWARD_DATA: data } });
    await first.isReady();
    expect(first.output.stdout).toContain(`${first.url}/set-up?token=`);
    await first.stop();
    const demo = await StewardProcess.start({ args: ["--demo", "--json"], env: { STEWARD_DATA: data } });
    await demo.announcement();
    expect(demo.output.stdout).not.toContain("/set-up?token=");
  });

  test("with DATABASE_URL uses that database and makes none", async () => {
    const server = await openServer();
    const data = path.join(temporaryFolder(), "data");
    const keys = `k1:${Buffer.alloc(32, 7).toString("base64")}`;
    const env = { DATABASE_URL: server.url, STEWARD_SECRET_KEYS: keys, STEWARD_DATA: data };
    const first = await StewardProcess.start({ args: ["--demo", "--json"], env });
    const { credentials } = await first.announcement();
    expect(await first.stop()).toBe(0);
    const second = await StewardProcess.start({ env });
    await second.serves();
    expect((await callWire(second.url, "auth.login", credentials)).status).toBe(200);
    expect(await second.stop()).toBe(0);
    expect(fs.readdirSync(data)).toEqual(["files"]);
    await server.stop();
  });

  test.runIf(asRoot)(
    "by root goes on as the user who runs the database, and keeps folder, keys and log",
    async () => {
      const data = path.join(temporaryFolder(), "data");
      const started = await StewardProcess.start({ args: ["--demo", "--json"], env: { STEWARD_DATA: data } });
      const { credentials } = await started.announcement();
      const user = userOf(postmasterPid(data) ?? 0);
      expect(user).toBeGreaterThan(0);
      expect(userOf(started.child.pid ?? 0)).toBe(user);
      const ownerOf = (entry: string) => fs.statSync(path.join(data, entry)).uid;
      expect([".", "secret-keys", "postgres.log"].map(ownerOf)).toEqual([0, 0, 0]);

      // As that user it still serves pages, brings the database back, writes its log and ends it.
      expect((await fetch(`${started.url}/sign-in`)).status).toBe(200);
      const before = postmasterPid(data) ?? 0;
      process.kill(before, "SIGKILL");
      await until("the database is back", async () => {
        const answer = await callWire(started.url, "auth.login", credentials);
        return answer.status === 200 && postmasterPid(data) !== before;
      });
      expect(await started.stop()).toBe(0);
      expect(postmasterPid(data)).toBeUndefined();
      expect(fs.readFileSync(path.join(data, "postgres.log"), "utf8")).toContain(
        "database system is shut down",
      );
    },
  );

  test.runIf(asRoot)("by root works in a folder that only root may enter", async () => {
    const closed = path.join(temporaryFolder(), "closed");
    fs.mkdirSync(closed, { mode: 0o700 });
    const env = { STEWARD_DATA: path.join(closed, "data"), LOG_LEVEL: "warn" };
    const started = await StewardProcess.start({ env });
    await started.isReady();
    expect(userOf(started.child.pid ?? 0)).toBe(0);
    expect(await started.stop()).toBe(0);
    expect(started.output.stderr).toContain(
      "keeps running as root, because only root can reach the data folder",
    );
  });

  test.runIf(asRoot)("by an ordinary user without a home folder serves too", async () => {
    const user = { uid: idOf("-u"), gid: idOf("-g") };
    const top = temporaryFolder();
    fs.chownSync(top, user.uid, user.gid);
    const data = path.join(top, "data");
    const started = await StewardProcess.start({ user, env: { STEWARD_DATA: data, HOME: "/nonexistent" } });
    await started.isReady();
    expect(userOf(postmasterPid(data) ?? 0)).toBe(user.uid);
    expect(await started.stop()).toBe(0);
  });
});

describe("a stop", () => {
  test("by Ctrl-C ends the database after Steward, both cleanly", async () => {
    const data = path.join(temporaryFolder(), "data");
    const started = await StewardProcess.start({ env: { STEWARD_DATA: data } });
    await started.isReady();
    expect(await started.pressControlC()).toBe(0);
    expect(postmasterPid(data)).toBeUndefined();
    expect(fs.readFileSync(path.join(data, "postgres.log"), "utf8")).toContain(
      "database system is shut down",
    );
  });

  test("by SIGTERM to npm ends Steward and its database", async () => {
    const data = path.join(temporaryFolder(), "data");
    const started = await StewardProcess.start({ byNpm: true, env: { STEWARD_DATA: data } });
    await started.isReady();
    await started.stop("SIGTERM");
    await until("the port is free", async () => !(await fetch(started.url).catch(() => undefined)));
    await until("the database has stopped", () => postmasterPid(data) === undefined);
  });

  test("by SIGTERM lets a request that has begun finish, and takes no other", async () => {
    const data = path.join(temporaryFolder(), "data");
    const started = await StewardProcess.start({ args: ["--demo", "--json"], env: { STEWARD_DATA: data } });
    const { credentials } = await started.announcement();
    const slow = http.request(`${started.url}/api/auth.login`, {
      method: "POST",
      headers: { authorization: basic(credentials), "content-length": 2 },
    });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      slow.on("response", (response) => resolve(response.resume().statusCode)).on("error", reject);
    });
    await new Promise((resolve) => slow.write("{", resolve));
    await until("the server has the first half", () => started.serves().then(() => true));
    const ended = started.stop();
    await until("new connections are refused", () =>
      fetch(`${started.url}/api/health/live`).then(
        () => false,
        () => true,
      ),
    );
    slow.end("}");
    expect(await answered).toBe(200);
    expect(await ended).toBe(0);
  });
});

function idOf(kind: "-u" | "-g"): number {
  return Number(execFileSync("id", [kind, "nobody"], { encoding: "utf8" }));
}
