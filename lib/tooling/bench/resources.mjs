import { createHash } from "node:crypto";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { learnAnswers, load, measureBesideBare, requestsOf } from "./beside-bare.mjs";
import { loadServerModule, median, withSteward } from "./steward.mjs";
import { headersOf, keys, listed, reportReads, reportWithoutRules, secret } from "./without-rules.mjs";

const rounds = 5;
const sampledMembers = 200;
const linesOfBatch = 1_000;
/** Lists and reports in a workspace of 100,000 resources, 5,000 people and 5,000 rules, as its median member asks. */
export async function benchResources(dir) {
  await withSteward(dir, async (steward) => {
    const server = await loadServerModule(dir, "lib/tooling/bench/resource-reads.ts");
    const world = await prepareWorld(server, steward);
    try {
      await reportLoads(server, world);
      await reportReads(server, world);
      const cases = casesOf(world);
      await reportStalls(world, cases);
      await recordStatements(world, cases);
      await reportWithoutRules(steward, cases);
      await learnAnswers(steward.port, cases);
      await measureBesideBare(dir, steward, cases, 1);
    } finally {
      await world.close();
    }
  });
}

async function prepareWorld(server, { port, databaseUrl }) {
  const socketFolder = new URL(databaseUrl).searchParams.get("host");
  Object.assign(process.env, {
    STEWARD_SECRET_KEYS: server.readOrCreateSecretKeys(path.dirname(socketFolder)),
    STEWARD_URL: `http://localhost:${port}`,
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: "error",
  });
  const recorded = [];
  const sql = server.openPool(databaseUrl, { maxConnections: 4 });
  sql.options.debug = (_connection, text, parameters) => recorded.push({ text, parameters });
  const { workspaceId, ownerId } = await server.insertCrowd(sql);
  await server.insertResourceCrowd(sql, workspaceId);
  await sql`delete from access_rules where workspace_id = ${workspaceId} and target_id is null`;
  await sql`vacuum analyze`;
  const engine = await loadEngine(server, workspaceId);
  const userId = await findMedianMember(sql, engine, workspaceId);
  await insertCredentials(sql, workspaceId, keys.member, userId);
  await insertCredentials(sql, workspaceId, keys.admin, ownerId);
  const [task] = engine.list(userId, "modify", "task").sort();
  await insertLog(sql, workspaceId, task);
  const http = server.createHttpServer((_, response) => response.end());
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    http.closeAllConnections();
    http.close();
    await sql.end();
  };
  return { sql, recorded, engine, workspaceId, userId, task, inProcess: http.address().port, close };
}

async function loadEngine(server, workspaceId) {
  return new server.EngineStore().find(workspaceId, 1);
}

/** By how many tasks they may read, of those who may change some. */
async function findMedianMember(sql, engine, workspaceId) {
  const members = await sql`
    select user_id as id from memberships where workspace_id = ${workspaceId} and kind = 'person'
    order by user_id limit ${sampledMembers}`;
  const reaching = members
    .filter(({ id }) => engine.list(id, "modify", "task").length > 0)
    .map(({ id }) => ({ id, tasks: engine.list(id, "read", "task").length }))
    .sort((a, b) => a.tasks - b.tasks);
  const middle = reaching[reaching.length >> 1];
  console.log(`resources: the median member reads ${middle.tasks.toLocaleString("en-US")} of 90,000 tasks`);
  return middle.id;
}

async function insertCredentials(sql, workspaceId, accessKey, userId) {
  const hash = createHash("sha256").update(secret).digest("base64url");
  await sql`
    insert into api_credentials (access_key, workspace_id, user_id, label, secret_hash, created_at)
    values (${accessKey}, ${workspaceId}, ${userId}, '', ${hash}, now())`;
}

async function insertLog(sql, workspaceId, task) {
  await sql`
    insert into task_log_chunks (workspace_id, task_id, number, lines, line_count, first_at, last_at)
    select ${workspaceId}, ${task}, chunk, (
        select json_agg(json_build_object('at', 1795935000000 + n, 'level', 'info', 'worker', 'vm', 'msg', 'Step ' || n))
        from generate_series(chunk * 500, chunk * 500 + 499) n
      ), 500, now(), now()
    from generate_series(1, 4) chunk`;
}

/** How long a load takes, and for how long others wait at most while it runs. */
async function reportLoads(server, { workspaceId }) {
  const loads = [];
  for (let round = 0; round <= rounds; round += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const started = performance.now();
    await loadEngine(server, workspaceId);
    const ms = performance.now() - started;
    delay.disable();
    // The first round only warms up.
    if (round > 0) loads.push({ ms, longest: delay.max / 1e6 });
  }
  const of = (read) => median(loads.map(read)).toFixed(0);
  console.log(
    `the engine: loaded in ${of(({ ms }) => ms)} ms, others wait for ${of(({ longest }) => longest)} ms at most`,
  );
}

function casesOf({ task }) {
  const asked = (name, call, body) => ({
    // The bare server tells its answers apart by their paths.
    ...{ name, path: `/api/${call}`, method: "POST", aim: 0.77 },
    headers: [{ ...headersOf(keys.member), "content-type": "application/json" }],
    payload: JSON.stringify(body),
  });
  return [
    asked("`tasks.get_all_ex`, first page", "v2.23/tasks.get_all_ex", listed),
    asked("hundredth page", "v2.24/tasks.get_all_ex", { ...listed, page: 99 }),
    asked("searched", "v2.25/tasks.get_all_ex", { ...listed, search_text: "777" }),
    asked("`projects.get_all_ex`", "v2.23/projects.get_all_ex", {
      ...{ page_size: 10, page: 0, include_stats: true },
    }),
    asked("`tasks.get_by_id`", "v2.23/tasks.get_by_id", { task }),
    asked("`events.get_task_log` of 2,000 lines", "v2.23/events.get_task_log", { task, batch_size: 2_000 }),
    {
      ...asked("`events.add_batch` of 1,000 lines", "v2.23/events.add_batch", {}),
      headers: [{ ...headersOf(keys.member), "content-type": "application/json-lines" }],
      payload: batchOf(task),
      isWrite: true,
    },
  ];
}

function batchOf(task) {
  const at = 1_795_935_000_000;
  const line = (n) =>
    n % 2 === 0
      ? { type: "log", task, level: "info", worker: "vm", msg: `Step ${n}`, timestamp: at + n }
      : {
          type: "training_stats_scalar",
          task,
          metric: "loss",
          variant: "train",
          iter: n,
          value: n,
          timestamp: at,
        };
  return Array.from({ length: linesOfBatch }, (_, n) => JSON.stringify(line(n))).join("\n");
}

/** For how long others wait at most while a server answers one request after the other. */
async function reportStalls({ inProcess }, cases) {
  console.log("| others wait at most, while it is asked | ms | 99 % ms |\n|---|---|---|");
  const longest = async (work) => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await work();
    delay.disable();
    return `${(delay.max / 1e6).toFixed(0)} | ${(delay.percentile(99) / 1e6).toFixed(0)}`;
  };
  // What the machine itself takes, such as for other programs.
  console.log(`| nothing | ${await longest(() => setTimeout(2_000))} |`);
  for (const each of cases) {
    const ask = (seconds) => load({ port: inProcess, heads: requestsOf(each), connections: 1, seconds });
    await ask(1);
    console.log(`| ${each.name} | ${await longest(() => ask(2))} |`);
  }
}

/**
 * What a call asks the database for an admin, whom no rule keeps from anything: the bare server answers the member's
 * request so. A batch is beside one statement that stores its text.
 */
async function recordStatements({ sql, recorded, inProcess }, cases) {
  await sql`create table bench_batches (lines text)`;
  for (const each of cases) {
    recorded.length = 0;
    await fetch(`http://localhost:${inProcess}${each.path}`, {
      ...{
        method: each.method,
        headers: { ...each.headers[0], ...headersOf(keys.admin) },
        body: each.payload,
      },
    });
    each.statements = each.isWrite
      ? [{ text: "insert into bench_batches (lines) values ($1)", parameters: [each.payload] }]
      : recorded.filter(({ text }) => /^\s*(select|with)/i.test(text));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchResources(fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, ""));
}
