import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool, openPool, pool } from "@/db/client";
import { type Account, makeAccount } from "@/db/testing/factories/person";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { makeProject } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { findRunningDatabase } from "@/lib/entry/embedded-postgres";
import { readOrCreateSecretKeys } from "@/lib/entry/secret-key-file";
import { makeCredentials } from "../accounts";
import {
  type Credentials,
  callWire,
  cleanUp,
  postmasterPid,
  StewardProcess,
  temporaryFolder,
  until,
} from "./steward-process";
import { type Acknowledged, linesPerBatch, TaskClient } from "./task-clients";

const clients = 10;
const tasksPerClient = 100;
/** Of nearly 6,000 answers: the server alone is killed at the first, and its database with it at the second. */
const killsAt = [1_700, 3_400];

let data: string;
let steward: StewardProcess;
let owner: Account;
let workspaceId: WorkspaceId;
let credentials: Credentials;
const projects: string[] = [];

beforeAll(async () => {
  data = path.join(temporaryFolder(), "data");
  steward = await StewardProcess.start({ env: { STEWARD_DATA: data } });
  await steward.serves();
  process.env.STEWARD_SECRET_KEYS = readOrCreateSecretKeys(data);
  openDatabase();
  // What the database wrote outlives its process, as long as the machine runs on.
  await pool()`alter system set fsync = off`;
  await pool()`select pg_reload_conf()`;
  owner = await makeAccount();
  workspaceId = await makeWorkspace(owner);
  credentials = await makeCredentials({ account: owner, workspaceId }, "clients");
  for (let client = 0; client < clients; client += 1) projects.push(await makeProject(workspaceId, owner));
});

afterAll(async () => {
  await closePool();
  await cleanUp();
});

function openDatabase(): void {
  const url = findRunningDatabase(data);
  if (!url) throw new Error("The database of the running Steward was not found.");
  process.env.DATABASE_URL = url;
  openPool(url, { maxConnections: 2 });
}

const startAgain = async () => {
  steward = await StewardProcess.start({ env: { STEWARD_DATA: data } });
  await steward.serves();
};

test(`${clients} clients run ${tasksPerClient} tasks each while the server is killed twice: nothing acknowledged is lost`, async () => {
  await closePool();
  let answers = 0;
  let isBack = Promise.resolve();
  const onAcknowledged = () => {
    answers += 1;
    const kill = killsAt.indexOf(answers);
    if (kill < 0) return;
    const database = kill === 1 ? postmasterPid(data) : undefined;
    if (database) process.kill(database, "SIGKILL");
    isBack = steward.kill().then(startAgain);
  };
  const running = projects.map(
    (project) => new TaskClient(project, credentials, () => ({ url: steward.url, isBack }), onAcknowledged),
  );
  await Promise.all(running.map((client) => client.run(tasksPerClient)));
  expect(answers).toBeGreaterThan(Math.max(...killsAt));
  const unanswered = running.reduce((sum, client) => sum + client.unanswered, 0);
  expect(unanswered).toBeGreaterThan(0);
  expect(unanswered).toBeLessThanOrEqual(killsAt.length * clients);

  openDatabase();
  const acknowledged = new Map(running.flatMap((client) => [...client.acknowledged]));
  const stored = await readTasks();
  expect(stored.size - acknowledged.size).toBeLessThanOrEqual(unanswered);
  const lost = [...acknowledged].flatMap(([id, known]) =>
    lossesOf(known, stored.get(id)).map((what) => `${id}: ${what}`),
  );
  expect(lost).toEqual([]);
  const odd = [...stored].filter(([, task]) => !isWhole(task));
  expect(odd).toEqual([]);

  await everyFileIsWhole(acknowledged);
  await totalsAreSums([...stored.values()]);
  await sweepLeavesNoOrphans();
}, 300_000);

type Stored = {
  status: string;
  projectId: string;
  artifacts: number;
  artifactBytes: number;
  eventBytes: number;
  lines: number;
  points: number;
  fileBytes: number | null;
  sha256: string | null;
};

async function readTasks(): Promise<Map<string, Stored>> {
  const rows = await pool()<(Stored & { id: string })[]>`
    select t.id, t.status, t.project_id as "projectId", jsonb_array_length(t.artifacts) as artifacts,
      t.artifact_bytes::int as "artifactBytes", t.event_bytes::int as "eventBytes",
      (select coalesce(sum(line_count), 0)::int from task_log_chunks c where c.workspace_id = ${workspaceId} and c.task_id = t.id) as lines,
      (select coalesce(sum(jsonb_array_length(points)), 0)::int from task_scalars s where s.workspace_id = ${workspaceId} and s.task_id = t.id) as points,
      f.bytes::int as "fileBytes", f.sha256
    from tasks t
    left join files f on f.workspace_id = ${workspaceId} and f.task_id = t.id
    where t.workspace_id = ${workspaceId}`;
  return new Map(rows.map(({ id, ...task }) => [id, task]));
}

const inOrder = ["created", "in_progress", "completed"];

/** A request that was not answered may have been carried out, so that there may be more than was acknowledged. */
function lossesOf(known: Acknowledged, task: Stored | undefined): string[] {
  if (!task) return ["the task"];
  const lost = [];
  if (task.projectId !== known.project) lost.push("its project");
  if (inOrder.indexOf(task.status) < inOrder.indexOf(known.status)) lost.push(`its status ${known.status}`);
  if (known.upload && (task.sha256 !== known.upload.sha256 || task.fileBytes !== known.upload.bytes))
    lost.push("its file");
  if (known.isRegistered && task.artifacts !== 1) lost.push("its artifact");
  if (task.lines < (known.isReported ? linesPerBatch : 0)) lost.push("lines of its log");
  return lost;
}

/** Each batch is there with all of its events or none, and each size is that of what there is. */
function isWhole({ lines, points, artifacts, artifactBytes, eventBytes, fileBytes }: Stored): boolean {
  const bytesOfLine = lines === 0 ? 0 : eventBytes / lines;
  return (
    lines % linesPerBatch === 0 &&
    points === lines &&
    Number.isInteger(bytesOfLine) &&
    bytesOfLine > 0 === lines > 0 &&
    artifactBytes === (artifacts === 0 ? 0 : fileBytes)
  );
}

async function everyFileIsWhole(acknowledged: Map<string, Acknowledged>): Promise<void> {
  const rows = await pool()<{ path: string; storedAs: string }[]>`
    select path, stored_as as "storedAs" from files where workspace_id = ${workspaceId}`;
  const stored = new Map(rows.map((row) => [row.path, row.storedAs]));
  const broken = [...acknowledged.values()].filter(({ upload }) => {
    if (!upload) return false;
    const bytes = fs.readFileSync(path.join(folder(), stored.get(upload.path) ?? "missing"));
    return createHash("sha256").update(bytes).digest("hex") !== upload.sha256;
  });
  expect(broken).toEqual([]);
}

const folder = () => path.join(data, "files", workspaceId);
const onDisk = () => fs.readdirSync(folder()).sort();

async function totalsAreSums(stored: readonly Stored[]): Promise<void> {
  const { data: listed } = await callWire(steward.url, "projects.get_all_ex", credentials, {
    ...{ include_stats: true, id: projects },
  });
  type Listed = {
    projects: { id: string; stats: { active: { total_tasks: number; completed_tasks: number } } }[];
  };
  const told = (listed as Listed).projects.map(({ id, stats }) => [id, stats.active.total_tasks]);
  const summed = projects.map((id) => [id, stored.filter((task) => task.projectId === id).length]);
  expect(told.sort()).toEqual(summed.sort());
  const { data: counts } = await callWire(steward.url, "organization.get_entities_count", credentials, {
    tasks: {},
  });
  expect(counts).toEqual({ tasks: stored.length });
}

/** What uploads left that the kills ended is swept once it is older than an upload. */
async function sweepLeavesNoOrphans(): Promise<void> {
  const sql = pool();
  const named = await sql<{ storedAs: string }[]>`
    select stored_as as "storedAs" from files where workspace_id = ${workspaceId}
    union select stored_as from file_leftovers where workspace_id = ${workspaceId}`;
  const names = new Set(named.map(({ storedAs }) => storedAs));
  expect(onDisk().filter((name) => !names.has(name.replace(/\.part$/, "")))).toEqual([]);

  await sql`update file_leftovers set since = since - interval '2 days' where workspace_id = ${workspaceId}`;
  await closePool();
  expect(await steward.stop()).toBe(0);
  await startAgain();
  openDatabase();
  await until("leftovers are swept", async () => {
    const [left] =
      await pool()`select count(*)::int as n from file_leftovers where workspace_id = ${workspaceId}`;
    return left?.n === 0;
  });
  const rows = await pool()<{ storedAs: string; bytes: number }[]>`
    select stored_as as "storedAs", bytes::int from files where workspace_id = ${workspaceId} order by stored_as`;
  expect(onDisk()).toEqual(rows.map(({ storedAs }) => storedAs).sort());
  const sizes = rows.map(({ storedAs }) => fs.statSync(path.join(folder(), storedAs)).size);
  expect(sizes).toEqual(rows.map(({ bytes }) => bytes));
}
