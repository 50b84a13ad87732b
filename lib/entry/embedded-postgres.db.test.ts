import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterEach, describe, expect, test } from "vitest";
import { openDataFolder } from "./data-folder";
import { type EmbeddedPostgres, openEmbeddedPostgres } from "./embedded-postgres";
import { readOrCreateSecretKeys } from "./secret-key-file";

const dir = path.resolve(import.meta.dirname, "../..");
const asRoot = process.getuid?.() === 0;
const folders: string[] = [];
const opened: EmbeddedPostgres[] = [];

afterEach(async () => {
  for (const one of opened.splice(0)) await one.stop();
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(...below: string[]): string {
  const top = fs.mkdtempSync(path.join(os.tmpdir(), "steward-embedded-"));
  folders.push(top);
  const folder = path.join(top, ...below);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

async function open(dataFolder: string): Promise<EmbeddedPostgres> {
  const one = await openEmbeddedPostgres({ dir, dataFolder });
  opened.push(one);
  return one;
}

async function query<T>(one: EmbeddedPostgres, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres({ ...one.connection, max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function postmasterPid(dataFolder: string): number {
  return Number(fs.readFileSync(path.join(dataFolder, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("the embedded database", () => {
  test("keeps its data from one start to the next, in a folder for its owner alone", async () => {
    const dataFolder = temporaryFolder("data");
    const first = await open(dataFolder);
    expect(first.startedHere).toBe(true);
    await query(first, async (sql) => {
      await sql`create table kept (word text)`;
      await sql`insert into kept values ('Über')`;
    });
    expect(fs.statSync(dataFolder).mode & 0o777).toBe(0o700);
    expect(fs.statSync(path.join(dataFolder, "postgres.log")).mode & 0o777).toBe(0o600);
    await first.stop();
    expect(fs.existsSync(path.join(dataFolder, "postgres/postmaster.pid"))).toBe(false);

    const second = await open(dataFolder);
    const [row] = await query(
      second,
      (sql) => sql`select lower(word) as word, current_setting('fsync') as fsync from kept`,
    );
    expect(row).toEqual({ word: "über", fsync: "on" });
  });

  test("a second Steward on the same folder is refused by name, and the first goes on", async () => {
    const dataFolder = temporaryFolder("data");
    const first = await open(dataFolder);
    await expect(open(dataFolder)).rejects.toThrow(
      `already running on the data folder ${dataFolder} (process ${process.pid})`,
    );
    expect(await query(first, (sql) => sql`select 1 as one`)).toHaveLength(1);
  });

  test("of several starters at the same time exactly one gets the folder", async () => {
    const dataFolder = temporaryFolder("data");
    const outcomes = await Promise.allSettled([open(dataFolder), open(dataFolder), open(dataFolder)]);
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  });

  test("a server that dies while Steward runs is brought back where it was, with all commits", async () => {
    const dataFolder = temporaryFolder("data");
    const one = await open(dataFolder);
    await query(one, async (sql) => {
      await sql`create table kept (n int)`;
      await sql`insert into kept values (1)`;
    });
    const before = postmasterPid(dataFolder);
    process.kill(before, "SIGKILL");
    await until("the server is back", () =>
      query(one, (sql) => sql`select n from kept`).then(
        (rows) => rows.length === 1 && postmasterPid(dataFolder) !== before,
        () => false,
      ),
    );
  });

  test("locks whose process id belongs to another program now do not keep the server down", async () => {
    const dataFolder = temporaryFolder("data");
    await (await open(dataFolder)).stop();
    const rest = `${dataFolder}/postgres\n1\n5432\n${dataFolder}/postgres-socket\n\n0 0\nready   \n`;
    const { uid, gid } = fs.statSync(path.join(dataFolder, "postgres"));
    for (const lock of ["postgres/postmaster.pid", "postgres-socket/.s.PGSQL.5432.lock"]) {
      fs.writeFileSync(path.join(dataFolder, lock), `${process.pid}\n${rest}`);
      fs.chownSync(path.join(dataFolder, lock), uid, gid);
    }
    expect((await open(dataFolder)).startedHere).toBe(true);
  });

  test("a deep data folder gets a short, private socket folder, gone after the stop", async () => {
    const dataFolder = temporaryFolder("a".repeat(60), "b".repeat(60));
    const one = await open(dataFolder);
    expect(one.connection.host.length).toBeLessThan(90);
    expect(fs.statSync(one.connection.host).mode & 0o777).toBe(0o700);
    expect(await query(one, (sql) => sql`select 1 as one`)).toHaveLength(1);
    await one.stop();
    expect(fs.existsSync(one.connection.host)).toBe(false);
  });

  test("a folder of another PostgreSQL version is left alone", async () => {
    const dataFolder = temporaryFolder("data");
    await (await open(dataFolder)).stop();
    fs.writeFileSync(path.join(dataFolder, "postgres/PG_VERSION"), "12\n");
    await expect(open(dataFolder)).rejects.toThrow(/was created by PostgreSQL 12/);
  });

  test("its log tells of no statement and no value", async () => {
    const dataFolder = temporaryFolder("data");
    const one = await open(dataFolder);
    await query(one, (sql) => sql.unsafe("select 'hush-hush'::int")).catch(() => {});
    await one.stop();
    expect(fs.readFileSync(path.join(dataFolder, "postgres.log"), "utf8")).not.toContain("hush");
  });

  test.runIf(asRoot)(
    "root keeps the top folder and the log, and hands over the cluster and the socket",
    async () => {
      const dataFolder = temporaryFolder("data");
      fs.chmodSync(path.dirname(dataFolder), 0o755);
      const one = await open(dataFolder);
      const ownerOf = (entry: string) => fs.statSync(path.join(dataFolder, entry)).uid;
      expect([".", "postgres.log", "postgres.log.1"].map(ownerOf)).toEqual([0, 0, 0]);
      const uid = one.runsAs?.uid;
      expect(uid).toBeGreaterThan(0);
      expect(["postgres", "postgres-socket"].map(ownerOf)).toEqual([uid, uid]);
      // What a process that goes on as that user has to reach, and what it must not.
      const may = (flag: string, entry: string) =>
        spawnSync("/bin/sh", ["-c", `test ${flag} "$0"`, path.join(dataFolder, entry)], one.runsAs).status ===
        0;
      expect(may("-r", "postgres-socket")).toBe(true);
      expect([may("-w", "."), may("-r", "."), may("-r", "postgres.log")]).toEqual([false, false, false]);
    },
  );

  describe.runIf(asRoot)("in a folder that was another user's, root", () => {
    /** As it was left by a user who may write there, with a link in place of one of the entries. */
    function planted(entry: string, target: string): string {
      const dataFolder = temporaryFolder("data");
      fs.chmodSync(path.dirname(dataFolder), 0o755);
      fs.symlinkSync(target, path.join(dataFolder, entry));
      fs.lchownSync(path.join(dataFolder, entry), 65_534, 65_534);
      fs.chownSync(dataFolder, 65_534, 65_534);
      return dataFolder;
    }
    function makeTarget(text: string): string {
      const target = path.join(temporaryFolder(), "target");
      fs.writeFileSync(target, text, { mode: 0o600 });
      return target;
    }
    const stateOf = (file: string) => {
      const { uid, gid, mode } = fs.statSync(file);
      return { uid, gid, mode, text: fs.statSync(file).isFile() ? fs.readFileSync(file, "utf8") : "" };
    };

    test.each(["postgres.log", "postgres.log.1"])("writes through no link named %s", async (entry) => {
      const target = makeTarget("precious");
      const before = stateOf(target);
      const dataFolder = planted(entry, target);
      openDataFolder(dataFolder);
      await expect(open(dataFolder)).rejects.toThrow(/is a link/);
      expect(stateOf(target)).toEqual(before);
    });

    test.each(["postgres", "postgres-socket"])(
      "gives nothing away through a link named %s",
      async (entry) => {
        const target = temporaryFolder();
        const before = stateOf(target);
        const dataFolder = planted(entry, target);
        openDataFolder(dataFolder);
        await expect(open(dataFolder)).rejects.toThrow(/is not a folder/);
        expect(stateOf(target)).toEqual(before);
        expect(fs.readdirSync(target)).toEqual([]);
      },
    );

    test("writes to no second name of another file", async () => {
      const target = makeTarget("precious");
      const dataFolder = temporaryFolder("data");
      fs.linkSync(target, path.join(dataFolder, "postgres.log"));
      await expect(open(dataFolder)).rejects.toThrow(/hard link/);
      expect(stateOf(target).text).toBe("precious");
    });

    test("takes the folder and reads its keys from no link", () => {
      const target = makeTarget(`stolen:${"A".repeat(43)}\n`);
      const dataFolder = planted("secret-keys", target);
      openDataFolder(dataFolder);
      expect(fs.statSync(dataFolder).uid).toBe(0);
      expect(() => readOrCreateSecretKeys(dataFolder)).toThrow(/is a link/);
    });

    test("makes keys that were that user's its own", () => {
      const dataFolder = temporaryFolder("data");
      const file = path.join(dataFolder, "secret-keys");
      const keys = readOrCreateSecretKeys(dataFolder);
      fs.chownSync(file, 65_534, 65_534);
      fs.chownSync(dataFolder, 65_534, 65_534);
      openDataFolder(dataFolder);
      expect(readOrCreateSecretKeys(dataFolder)).toBe(keys);
      expect([fs.statSync(file).uid, fs.statSync(dataFolder).uid]).toEqual([0, 0]);
    });
  });

  test.runIf(asRoot)("root behind a folder closed to everyone else", async () => {
    const top = temporaryFolder();
    fs.chmodSync(top, 0o700);
    const dataFolder = path.join(top, "data");
    fs.mkdirSync(dataFolder, { mode: 0o700 });
    const one = await open(dataFolder);
    const [row] = spawnSync("ps", ["-o", "uid=", "-p", String(postmasterPid(dataFolder))], {
      encoding: "utf8",
    }).stdout.split("\n");
    expect(Number(row)).toBeGreaterThan(0);
    expect(await query(one, (sql) => sql`select 1 as one`)).toHaveLength(1);
  });
});
