import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { connect, lineOf, loadModule, median } from "./steward.mjs";

const rounds = 5;
const seconds = 3;
const clockTicks = 100;

/**
 * Measures each case on Steward and on a bare server that runs the same statements on the same database, both in turn
 * in every round, so that a machine that slows down slows both.
 */
export async function measureBesideBare(dir, { port, pid, databaseUrl }, cases, connections) {
  const bare = spawnBare(dir, databaseUrl, cases);
  try {
    const barePort = Number(await lineOf(bare, (line) => /^\d+$/.test(line)));
    console.log(
      `${rounds} rounds of ${seconds} s, ${connections} connections; medians. CPU µs: of the server, a request`,
    );
    console.log(
      "| call | requests/s | p50 ms | p99 ms | CPU µs | bare requests/s | bare p99 ms | bare CPU µs | ratio | CPU ratio | aim |\n|---|---|---|---|---|---|---|---|---|---|---|",
    );
    for (const each of cases) {
      await measureCase(each, connections, { port, pid }, { port: barePort, pid: bare.pid });
    }
  } finally {
    bare.kill("SIGTERM");
  }
}

/** What Steward itself asks the database at calls with these credentials, as its driver sends it. */
export async function statementsOf(dir, databaseUrl, { workspaceId, accessKey, tokenId }) {
  let seen = [];
  const recorder = connect(databaseUrl, {
    debug: (_connection, text, parameters) => seen.push({ text, parameters }),
  });
  // The driver learns the types of arrays first, by a statement of its own.
  await recorder`select 1`;
  globalThis[Symbol.for("steward.database-pool")] = recorder;
  const { listPresentedCredentials } = await loadModule(dir, "db/reads/presented-credentials.ts");
  const asked = async (ask) => {
    seen = [];
    await ask();
    return seen;
  };
  const present = (token, along) =>
    listPresentedCredentials(workspaceId, [{ accessKey, tokenId: token, asUserId: null }], along);
  const statements = {
    forVaults: await asked(() => present(tokenId, "vaults")),
    forLogin: await asked(() => present(null, "membership")),
  };
  await recorder.end();
  return statements;
}

/** What the bare server answers: the same as Steward. */
export async function learnAnswers(port, cases) {
  for (const each of cases) {
    const answer = await fetch(`http://localhost:${port}${each.path}`, {
      ...{ method: each.method ?? "GET", headers: each.headers[0], body: each.payload },
    });
    each.status = answer.status;
    each.body = await answer.text();
  }
}

function spawnBare(dir, databaseUrl, cases) {
  const routes = Object.fromEntries(
    cases.map(({ path: url, status, body, statements }) => [url, { status, body, statements }]),
  );
  const bare = spawn(process.execPath, ["lib/tooling/bench/bare-server.mjs"], {
    cwd: dir,
    stdio: ["pipe", "pipe", "inherit"],
  });
  bare.stdin.end(JSON.stringify({ databaseUrl, routes }));
  return bare;
}

/** The text of each of its requests. */
export function requestsOf({ method = "GET", path: url, headers, payload = "" }) {
  return headers.map((each) =>
    [
      `${method} ${url} HTTP/1.1`,
      "host: localhost",
      ...Object.entries(each).map(([name, value]) => `${name}: ${value}`),
      ...(payload ? [`content-length: ${Buffer.byteLength(payload)}`] : []),
      `\r\n${payload}`,
    ].join("\r\n"),
  );
}

async function measureCase(each, connections, steward, bare) {
  const heads = requestsOf(each);
  const measure = async ({ port, pid }, length) => {
    const before = processorTime(pid);
    const measured = await load({ port, heads, connections, seconds: length });
    if (Object.keys(measured.statuses).join() !== String(each.status)) {
      throw new Error(`${each.name} was answered ${JSON.stringify(measured.statuses)}`);
    }
    return { ...measured, cpu: (processorTime(pid) - before) / measured.requests };
  };
  const runs = [];
  for (let round = -1; round < rounds; round += 1) {
    const ours = await measure(steward, round < 0 ? 1 : seconds);
    const theirs = await measure(bare, round < 0 ? 1 : seconds);
    if (round >= 0) runs.push({ ours, bare: theirs });
  }
  const of = (read) => median(runs.map(read));
  const row = [
    each.name,
    Math.round(of((run) => run.ours.perSecond)),
    of((run) => run.ours.p50).toFixed(2),
    of((run) => run.ours.p99).toFixed(2),
    of((run) => run.ours.cpu).toFixed(0),
    Math.round(of((run) => run.bare.perSecond)),
    of((run) => run.bare.p99).toFixed(2),
    of((run) => run.bare.cpu).toFixed(0),
    of((run) => run.ours.perSecond / run.bare.perSecond).toFixed(2),
    of((run) => run.bare.cpu / run.ours.cpu).toFixed(2),
    each.aim,
  ];
  console.log(`| ${row.join(" | ")} |`);
}

/** In microseconds. Linux alone says it of another process. */
export function processorTime(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return ((Number(fields[11]) + Number(fields[12])) * 1_000_000) / clockTicks;
  } catch {
    return Number.NaN;
  }
}

/** Sends the requests over and over for some seconds. */
export function load(facts) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "load.mjs")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(facts));
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output));
      else reject(new Error(`the load ended with ${code}`));
    });
  });
}
