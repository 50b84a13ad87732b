import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type EmbeddedPostgres, openEmbeddedPostgres } from "@/lib/entry/embedded-postgres";

export const dir = path.resolve(import.meta.dirname, "../..");

export type Announcement = {
  url: string;
  dataDir: string;
  signIns: { email: string; password: string }[];
  credentials: { access_key: string; secret_key: string };
};

type Wanted = {
  args?: string[];
  env?: Record<string, string>;
  /** Another user than the one who runs the tests; only root may ask for that. */
  user?: { uid: number; gid: number };
  /** By `npm start`, whose process is then the one that gets the signals. */
  byNpm?: boolean;
};

/** One `npm start` as an operator sees it: what it says, whether it answers, how it ends. */
export class StewardProcess {
  readonly output = { stdout: "", stderr: "" };
  readonly ended: Promise<number | null>;
  readonly startedAt = performance.now();
  private hasEnded = false;

  private constructor(
    readonly child: ChildProcess,
    readonly port: number,
  ) {
    child.stdout?.on("data", (chunk) => {
      this.output.stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      this.output.stderr += chunk;
    });
    this.ended = new Promise((resolve) => {
      child.on("close", (code) => {
        this.hasEnded = true;
        resolve(code);
      });
    });
  }

  static async start(wanted: Wanted = {}): Promise<StewardProcess> {
    const port = wanted.env?.PORT ? Number(wanted.env.PORT) : await freePort();
    const args = wanted.args ?? [];
    const [file, before] = wanted.byNpm
      ? ["npm", ["start", "--silent", "--"]]
      : [process.execPath, ["lib/entry/launch.mjs", "start"]];
    const child = spawn(file, [...before, ...args], {
      cwd: dir,
      env: { ...quietEnvironment(), PORT: String(port), ...wanted.env },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, as a terminal gives it: the tests can press Ctrl-C.
      detached: true,
      ...wanted.user,
    });
    const started = new StewardProcess(child, port);
    running.add(started);
    void started.ended.then(() => running.delete(started));
    return started;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Resolves with the milliseconds that it took until the first answer from the database. */
  async serves(): Promise<number> {
    await until("Steward serves", async () => {
      if (this.hasEnded) throw new Error(`Steward ended:\n${this.output.stdout}${this.output.stderr}`);
      const answer = await fetch(`${this.url}/api/health/ready`).catch(() => undefined);
      return answer?.status === 200;
    });
    return performance.now() - this.startedAt;
  }

  /** From here on it has said everything that an operator waits for. */
  async isReady(): Promise<void> {
    await this.serves();
    await until("the block with the address", () => /\n {2}URL {2}.*\n\n/s.test(this.output.stdout));
  }

  async announcement(): Promise<Announcement> {
    await this.serves();
    const find = () => this.output.stdout.split("\n").find((line) => line.startsWith('{"url"'));
    await until("the line for programs", () => find() !== undefined);
    return JSON.parse(find() ?? "") as Announcement;
  }

  /** What an expected refusal looks like: exit code 1 and what it says, line by line. */
  async refusal(): Promise<{ code: number | null; lines: string[] }> {
    const code = await this.ended;
    return { code, lines: this.output.stderr.split("\n").filter((line) => line.trim() !== "") };
  }

  async stop(signal: "SIGTERM" | "SIGINT" = "SIGTERM"): Promise<number | null> {
    if (!this.hasEnded) this.child.kill(signal);
    return this.ended;
  }

  /** Ctrl-C reaches every process of the terminal's group at once. */
  async pressControlC(): Promise<number | null> {
    process.kill(-(this.child.pid ?? 0), "SIGINT");
    return this.ended;
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }
}

const running = new Set<StewardProcess>();
const folders: string[] = [];

export async function cleanUp(): Promise<void> {
  for (const one of [...running]) await one.stop();
  for (const folder of folders.splice(0)) {
    killServerOf(folder);
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Below it a data folder can be made; open to every user, as /tmp is. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-process-"));
  fs.chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** A PostgreSQL server that Steward knows by its address alone. */
export function openServer(): Promise<EmbeddedPostgres> {
  const dataFolder = path.join(temporaryFolder(), "server");
  fs.mkdirSync(dataFolder);
  return openEmbeddedPostgres({ dir, dataFolder, fsync: false });
}

export function postmasterPid(dataFolder: string): number | undefined {
  const file = path.join(dataFolder, "postgres/postmaster.pid");
  return fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8").split("\n")[0]) : undefined;
}

/** Megabytes of memory that the process holds. */
export function memoryOf(pid: number): number {
  return Number(spawnSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }).stdout) / 1024;
}

export function userOf(pid: number): number {
  return Number(spawnSync("ps", ["-o", "uid=", "-p", String(pid)], { encoding: "utf8" }).stdout);
}

function killServerOf(folder: string): void {
  for (const entry of fs.readdirSync(folder)) {
    const pid = postmasterPid(path.join(folder, entry));
    if (!pid) continue;
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It went by itself.
    }
  }
}

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await delay(20);
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Nothing of a developer's settings: an empty variable wins over .env. */
function quietEnvironment(): NodeJS.ProcessEnv {
  const emptied = Object.keys(process.env).filter((name) => /^(STEWARD|DATABASE|SMTP|STRIPE)_/.test(name));
  return {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    HOST: "",
    DATABASE_URL: "",
    LOG_LEVEL: "error",
    ...Object.fromEntries(emptied.map((name) => [name, ""])),
  };
}

export type Credentials = { access_key: string; secret_key: string };

/** One call of ClearML's protocol, whose body is an object or lines of JSON; throws when no answer came. */
export async function callWire(
  url: string,
  name: string,
  credentials: Credentials,
  body: object | string = {},
) {
  const isLines = typeof body === "string";
  const type = isLines ? "application/json-lines" : "application/json";
  const answer = await fetch(`${url}/api/${name}`, {
    method: "POST",
    headers: { authorization: basic(credentials), "content-type": type },
    body: isLines ? body : JSON.stringify(body),
  });
  const { meta, data } = (await answer.json()) as { meta: { result_code: number }; data: unknown };
  return { status: meta.result_code, data };
}

export function basic({ access_key, secret_key }: Credentials): string {
  return `Basic ${Buffer.from(`${access_key}:${secret_key}`).toString("base64")}`;
}
