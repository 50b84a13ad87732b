import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { syncFolder } from "./data-folder";
import { type Binaries, findBinaries, type Owner } from "./embedded-postgres/binaries";
import { type FolderLock, lockFolder } from "./embedded-postgres/folder-lock";
import { LogFile } from "./embedded-postgres/log-file";
import {
  clearSocketLock,
  findPostmaster,
  isAlive,
  isOutOfDate,
  isServerOf,
  lastSocketFolder,
  makeSocketFolder,
  type Postmaster,
  removePrivateSocketFolder,
} from "./embedded-postgres/postmaster";
import { chooseRunAs, ownerOf, programEnvironment, type RunAs } from "./embedded-postgres/run-as";
import { reasonOf } from "./error-reasons";
import { refuseLinkedFolder } from "./own-file";
import { StartupProblem } from "./startup-problem";

export type EmbeddedPostgres = {
  url: string;
  connection: { host: string; database: string; username: string };
  /** False where the server of a killed Steward was still running and is taken over. */
  startedHere: boolean;
  /** The server's user, where its data can be reached by that user as by anybody. */
  runsAs: Owner | undefined;
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  /** The project's folder, whose node_modules hold PostgreSQL's programs. */
  dir: string;
  dataFolder: string;
  /** Off for tests alone: their data need not outlive a power cut. */
  fsync?: boolean;
  log?: (line: string) => void;
};

type Cluster = Required<EmbeddedPostgresOptions> & {
  folder: string;
  logFile: LogFile;
  /** Fixed by the first start: a server that is brought back must be found where the pool looks for it. */
  socketFolder?: string;
};

const username = "steward";
const database = "steward";

export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataFolder = fs.realpathSync(options.dataFolder);
  const cluster: Cluster = {
    dir: options.dir,
    dataFolder,
    fsync: options.fsync ?? true,
    log: options.log ?? (() => {}),
    folder: path.join(dataFolder, "postgres"),
    logFile: new LogFile(path.join(dataFolder, "postgres.log")),
  };
  refuseLinkedFolder(cluster.folder);
  const { postmaster, startedHere } = await openCluster(cluster);
  const host = postmaster.socketFolder;
  if (cluster.socketFolder !== host) removePrivateSocketFolder(cluster.socketFolder);
  cluster.socketFolder = host;
  const keeper = await keep(cluster);
  if (isOutOfDate(postmaster.pid)) await keeper.restart();
  await createDatabase(keeper.lock());

  return {
    runsAs: ownerOf(cluster.folder),
    url: urlOf(host),
    connection: { host, database, username },
    startedHere,
    stop: keeper.stop,
  };
}

/** The address of a server that another Steward runs on this data folder, if one does. */
export function findRunningDatabase(dataFolder: string): string | undefined {
  const running = findPostmaster(path.join(fs.realpathSync(dataFolder), "postgres"));
  return running?.ready ? urlOf(running.socketFolder) : undefined;
}

function urlOf(socketFolder: string): string {
  return `postgres://${username}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
}

async function openCluster(cluster: Cluster): Promise<{ postmaster: Postmaster; startedHere: boolean }> {
  const lastListened = lastSocketFolder(cluster.folder);
  const running = findPostmaster(cluster.folder);
  const binaries = findBinaries(cluster.dir);
  refuseOtherVersion(cluster, binaries);
  if (running?.ready) return { postmaster: running, startedHere: false };
  if (!running && lastListened !== cluster.socketFolder) removePrivateSocketFolder(lastListened);
  const runAs = chooseRunAs(binaries, cluster.dataFolder, cluster.folder);
  if (!fs.existsSync(path.join(cluster.folder, "PG_VERSION"))) createCluster(cluster, runAs);
  return startPostmaster(cluster, runAs);
}

function refuseOtherVersion(cluster: Cluster, binaries: Binaries): void {
  const versionFile = path.join(cluster.folder, "PG_VERSION");
  if (!fs.existsSync(versionFile)) return;
  const made = fs.readFileSync(versionFile, "utf8").trim();
  if (made === binaries.majorVersion) return;
  throw new StartupProblem(
    `The database in ${cluster.folder} was created by PostgreSQL ${made}, but this version of Steward includes PostgreSQL ${binaries.majorVersion}. Start the version of Steward that created it, or migrate the data with pg_dump.`,
  );
}

/** Made aside and renamed when whole, so that a half-made cluster is never seen. */
function createCluster(cluster: Cluster, runAs: RunAs): void {
  cluster.log("Creating the database…");
  removeLeftovers(cluster.dataFolder);
  const making = path.join(cluster.dataFolder, `postgres-making-${process.pid}`);
  fs.mkdirSync(making, { mode: 0o700 });
  if (runAs.owner) fs.chownSync(making, runAs.owner.uid, runAs.owner.gid);
  const { file, args, options } = runAs.command("initdb", [
    ...["-D", making, "-U", username, "-E", "UTF8"],
    // PostgreSQL's own C.UTF-8 sorts alike on every system and after every upgrade of its C library.
    ...["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
    ...["--auth-local=trust", "--auth-host=reject", "--no-instructions"],
    ...(cluster.fsync ? [] : ["--no-sync"]),
  ]);
  const made = spawnSync(file, args, { ...options, cwd: "/", env: programEnvironment(), encoding: "utf8" });
  if (made.status !== 0) {
    fs.rmSync(making, { recursive: true, force: true });
    const said = made.error?.message ?? made.stderr.trim().split("\n").at(-1);
    throw new StartupProblem(
      `PostgreSQL could not create a database in ${cluster.dataFolder}: ${said || `initdb ended with ${made.signal}`}.`,
    );
  }
  try {
    fs.renameSync(making, cluster.folder);
    syncFolder(cluster.dataFolder);
  } catch (error) {
    fs.rmSync(making, { recursive: true, force: true });
    // Another start was quicker: its cluster is as good.
    if (!fs.existsSync(path.join(cluster.folder, "PG_VERSION"))) throw error;
  }
}

function removeLeftovers(dataFolder: string): void {
  for (const entry of fs.readdirSync(dataFolder)) {
    const maker = /^postgres-making-(\d+)$/.exec(entry)?.[1];
    if (maker !== undefined && (Number(maker) === process.pid || !isAlive(Number(maker)))) {
      fs.rmSync(path.join(dataFolder, entry), { recursive: true, force: true });
    }
  }
}

async function startPostmaster(
  cluster: Cluster,
  runAs: RunAs,
): Promise<{ postmaster: Postmaster; startedHere: boolean }> {
  let refusals = 0;
  let child: StartedServer | undefined;
  const slowSince = Date.now() + 5000;
  let saidSlow = false;
  for (;;) {
    const found = findPostmaster(cluster.folder);
    if (found?.ready) return { postmaster: found, startedHere: found.pid === child?.pid };
    if (!found && (child === undefined || child.ended)) {
      // Of two servers that start at the same time one gives up: look again for the other before believing it.
      if (child && ++refusals > 3) {
        const reason = child.failure ?? cluster.logFile.lastComplaint(child.logStart);
        throw new StartupProblem(
          `PostgreSQL did not start in ${cluster.dataFolder}: ${reason}. Its log is ${cluster.logFile.path}.`,
        );
      }
      if (refusals > 0) await delay(200 * refusals);
      child = spawnPostmaster(cluster, runAs);
    }
    if (Date.now() > slowSince && !saidSlow) {
      cluster.log("Waiting for the database to recover…");
      saidSlow = true;
    }
    await delay(10);
  }
}

type StartedServer = { pid: number; logStart: number; ended: boolean; failure?: string };

function spawnPostmaster(cluster: Cluster, runAs: RunAs): StartedServer {
  cluster.logFile.bound();
  const log = cluster.logFile.descriptor;
  const logStart = cluster.logFile.size();
  cluster.socketFolder ??= makeSocketFolder(cluster.dataFolder, runAs.owner);
  clearSocketLock(cluster.socketFolder, cluster.folder);
  const { file, args, options } = runAs.command("postgres", [
    ...["-D", cluster.folder],
    ...settings(cluster, cluster.socketFolder).flatMap((setting) => ["-c", setting]),
  ]);
  // In a session of its own, so that a terminal's Ctrl-C stops Steward first and the database after it.
  const spawned = spawn(file, args, {
    ...options,
    cwd: "/",
    env: programEnvironment(),
    detached: true,
    stdio: ["ignore", log, log],
  });
  const child: StartedServer = { pid: spawned.pid ?? 0, logStart, ended: false };
  spawned.on("error", (error) => Object.assign(child, { ended: true, failure: reasonOf(error) }));
  spawned.on("exit", () => Object.assign(child, { ended: true }));
  spawned.unref();
  return child;
}

function settings(cluster: Cluster, socketFolder: string): string[] {
  return [
    "listen_addresses=",
    "port=5432",
    `unix_socket_directories=${socketFolder}`,
    "unix_socket_permissions=0700",
    `fsync=${cluster.fsync ? "on" : "off"}`,
    ...(cluster.fsync ? [] : ["full_page_writes=off", "synchronous_commit=off", "max_connections=200"]),
    "timezone=UTC",
    "log_timezone=UTC",
    "jit=off",
    // Small containers have little shared memory for parallel workers, and no query here needs them.
    "max_parallel_workers_per_gather=0",
    // Statements and rejected values can carry secrets: the log holds the server's own news alone.
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_checkpoints=off",
  ];
}

/** Holds the folder's lock, and brings the server back should it die while Steward serves. */
async function keep(cluster: Cluster) {
  let stopping = false;
  let lock: FolderLock;
  const boundingLog = setInterval(() => cluster.logFile.bound(), 3_600_000).unref();

  const relock = async (socketFolder: string): Promise<void> => {
    lock = await lockFolder(socketFolder, username, cluster.dataFolder, () => void recover());
  };
  const recover = async (): Promise<void> => {
    await lock.release();
    for (let pause = 100; !stopping; pause = Math.min(pause * 2, 10_000)) {
      try {
        await relock((await openCluster(cluster)).postmaster.socketFolder);
        return;
      } catch (error) {
        cluster.log(`The database is unavailable: ${reasonOf(error)}`);
        await delay(pause, undefined, { ref: false });
      }
    }
  };
  await relock(cluster.socketFolder ?? "");

  const stop = async (): Promise<void> => {
    clearInterval(boundingLog);
    await stopPostmaster(cluster);
    await lock.release();
    removePrivateSocketFolder(cluster.socketFolder);
    cluster.logFile.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    lock: () => lock.connection,
    async restart(): Promise<void> {
      await lock.release();
      await stopPostmaster(cluster);
      await relock((await openCluster(cluster)).postmaster.socketFolder);
    },
    stop(): Promise<void> {
      stopping = true;
      stopped ??= stop();
      return stopped;
    },
  };
}

async function createDatabase(connection: FolderLock["connection"]): Promise<void> {
  const [existing] = await connection`select 1 from pg_database where datname = ${database}`;
  if (!existing) await connection.unsafe(`create database ${database}`);
}

/** Fast first: it ends sessions and writes everything out. The next start would recover from the rougher way too. */
async function stopPostmaster(cluster: Cluster): Promise<void> {
  for (const [signal, patience] of [
    ["SIGINT", 30_000],
    ["SIGQUIT", 10_000],
    ["SIGKILL", 5_000],
  ] as const) {
    const running = findPostmaster(cluster.folder);
    if (!running) return;
    if (running.pid > 0) process.kill(running.pid, signal);
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if (!isServerOf(cluster.folder, running.pid)) return;
      await delay(10);
    }
  }
}
