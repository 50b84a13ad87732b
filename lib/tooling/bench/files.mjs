import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { lineOf, median, withSteward } from "./steward.mjs";

const rounds = 5;
const bytes = 1024 ** 3;
// As long as those of Python’s clients: parsers search for it in the whole file.
const boundary = "9c1e4f0a77d2b6318c55e0d1a4f9b2c3";
const sampleMs = 50;
const aim = 0.8;

/** A file of 1 GB up and down, through Steward and through a bare server that streams to and from the same disk. */
export async function benchFiles(dir) {
  await withSteward(dir, async ({ port, pid, demo }) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "steward-bench-files-"));
    const bare = spawn(process.execPath, ["lib/tooling/bench/bare-files.mjs", folder], {
      cwd: dir,
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const barePort = Number(await lineOf(bare, (line) => /^\d+$/.test(line)));
      const { access_key, secret_key } = demo.credentials;
      const basic = Buffer.from(`${access_key}:${secret_key}`).toString("base64");
      const steward = { port, pid, headers: [`authorization: Basic ${basic}`] };
      await measure(steward, { port: barePort, pid: bare.pid, headers: [] });
    } finally {
      bare.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

async function measure(steward, bare) {
  console.log(
    `${rounds} rounds of a file of 1 GB, one connection; medians. Memory: the most while it was sent`,
  );
  console.log(
    "| | MB/s | memory before | memory | bare MB/s | bare memory | ratio | aim |\n|---|---|---|---|---|---|---|---|",
  );
  const runs = { upload: [], download: [] };
  for (let round = -1; round < rounds; round += 1) {
    for (const [what, request] of [
      ["upload", uploadTo],
      ["download", downloadFrom],
    ]) {
      const ours = await watched(steward, request(steward));
      const theirs = await watched(bare, request(bare));
      if (round >= 0) runs[what].push({ ours, theirs });
    }
  }
  for (const [what, list] of Object.entries(runs)) {
    const of = (read) => median(list.map(read));
    const row = [
      what,
      of(({ ours }) => ours.perSecond).toFixed(0),
      `${of(({ ours }) => ours.before).toFixed(0)} MB`,
      `${of(({ ours }) => ours.most).toFixed(0)} MB`,
      of(({ theirs }) => theirs.perSecond).toFixed(0),
      `${of(({ theirs }) => theirs.most).toFixed(0)} MB`,
      of(({ ours, theirs }) => ours.perSecond / theirs.perSecond).toFixed(2),
      aim,
    ];
    console.log(`| ${row.join(" | ")} |`);
  }
}

function uploadTo({ headers }) {
  const start = `--${boundary}\r\ncontent-disposition: form-data; name="bench/file"; filename="bench/file"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const end = `\r\n--${boundary}--\r\n`;
  const own = [
    `content-type: multipart/form-data; boundary=${boundary}`,
    `content-length: ${start.length + bytes + end.length}`,
  ];
  return { head: headOf("POST /files", [...headers, ...own]), start, end, bodyBytes: bytes };
}

function downloadFrom({ headers }) {
  return { head: headOf("GET /files/bench/file", headers), least: bytes };
}

function headOf(line, headers) {
  return [`${line} HTTP/1.1`, "host: localhost", ...headers, "\r\n"].join("\r\n");
}

/** Sends the request and looks at the memory of the server meanwhile. */
async function watched({ port, pid }, { least = 0, ...request }) {
  const before = memoryOf(pid);
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, memoryOf(pid));
  }, sampleMs);
  try {
    const { status, bytes: received, seconds } = await load({ port, ...request });
    if (status !== 200 || received < least) throw new Error(`answered ${status} with ${received} bytes`);
    return { perSecond: bytes / 1e6 / seconds, before, most };
  } finally {
    clearInterval(timer);
  }
}

/** The resident memory of a process in MB. Linux alone says it of another process. */
function memoryOf(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

function load(facts) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "file-load.mjs")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(facts));
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
    });
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output));
      else reject(new Error(`the load ended with ${code}`));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchFiles(fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, ""));
}
