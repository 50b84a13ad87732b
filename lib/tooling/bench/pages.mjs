import {
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { ensureBuilt } from "../../entry/launch/build.mjs";
import { settle, signIn } from "./people.mjs";
import { connect, loadModule, median, withSteward } from "./steward.mjs";

/** So that what all pages share has been compiled by the engine, as in a server that has run for a while. */
const warmUps = 400;
const rounds = 9;
const perRound = 8;
const emptyPath = "/empty";
const kilobytesAllowed = 60;
const asBrowsers = { "accept-encoding": "gzip, deflate, br" };

const emptyPage = `
import { pool } from "@/db/client";

export const dynamic = "force-dynamic";

export default async function Empty() {
  const [row] = await pool()\`select 'One query.' as said\`;
  return <p>{row?.said}</p>;
}
`;

const ofDemo = { name: "demo", mostTimes: 2.5 };
const ofCrowd = { name: "5,000 members and 5,000 rules", mostTimes: 4 };

/**
 * Every page of the settings beside an empty page of the same build that makes one query. The empty page is added to a
 * copy of the project, which is built and measured. With `words`, only pages whose name has one of them.
 */
export async function benchPages(dir, words = []) {
  const chosen = (pages) =>
    words.length === 0 ? pages : pages.filter(({ name }) => words.some((word) => name.includes(word)));
  const copy = copyProject(dir);
  try {
    await ensureBuilt(copy, console.log);
    await withSteward(copy, async ({ port, demo, databaseUrl, pid }) => {
      const url = `http://localhost:${port}`;
      const sql = connect(databaseUrl);
      try {
        const cookie = await signIn(url, demo.signIns[0]);
        const ofTheDemo = await demoPages(copy, sql, demo.signIns[0].email);
        await measureAll(ofDemo, chosen(ofTheDemo), { url, cookie, pid });
        const { insertCrowd } = await loadModule(copy, "db/testing/factories/crowd.ts");
        const { insertResourceCrowd } = await loadModule(copy, "db/testing/factories/resource-crowd.ts");
        const crowd = await insertCrowd(sql);
        await insertResourceCrowd(sql, crowd.workspaceId);
        await settle(sql, crowd, demo.signIns[0].email);
        await measureAll(ofCrowd, chosen(await crowdPages(sql, crowd)), { url, cookie, pid });
      } finally {
        await sql.end();
      }
    });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** With the empty page. Packages are linked where the file system allows it. */
function copyProject(dir) {
  const copy = mkdtempSync(path.join(os.tmpdir(), "steward-bench-pages-"));
  const left = new Set([".git", ".next", "node_modules", "e2e", "test-results"]);
  for (const name of readdirSync(dir)) {
    if (!left.has(name)) cpSync(path.join(dir, name), path.join(copy, name), { recursive: true });
  }
  linkFolder(path.join(dir, "node_modules"), path.join(copy, "node_modules"));
  mkdirSync(path.join(copy, "app", emptyPath));
  writeFileSync(path.join(copy, "app", emptyPath, "page.tsx"), emptyPage);
  return copy;
}

function linkFolder(from, to) {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.name === ".cache") continue;
    if (entry.isDirectory()) linkFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target);
      }
    }
  }
}

/** Every page that the demo's first person can open, by its route. */
async function demoPages(dir, sql, email) {
  const [first] = await sql`
    select w.id as workspace, w.owner_user_id as user,
      (select m.user_id from memberships m where m.workspace_id = w.id and m.kind = 'service_account' limit 1) as account,
      (select g.id from groups g where g.workspace_id = w.id and g.built_in is null limit 1) as group,
      (select p.id from projects p where p.workspace_id = w.id limit 1) as project
    from sessions s join users u on u.id = s.user_id join workspaces w on w.id = s.active_workspace_id
    where u.email = ${email}`;
  const ids = { userId: first.user, accountId: first.account, groupId: first.group };
  return findRoutes(path.join(dir, "app/settings"), "/settings").flatMap((route) => {
    const target = route.replace(/\[(\w+)\]/g, (_, name) => ids[name]);
    return [{ name: route, target: `${target}${questionAbout(route, first)}` }];
  });
}

function questionAbout(route, { user, project }) {
  if (route.endsWith("/explain")) return `?subject=${user}&object=${project}`;
  if (route.endsWith("/who-can")) return `?object=${project}`;
  if (route.endsWith("/what-can")) return `?subject=${user}`;
  return "";
}

/** Without those that only lead somewhere else. */
function findRoutes(folder, route) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const below = path.join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name.startsWith("_") ? [] : findRoutes(below, `${route}/${entry.name}`);
    if (entry.name !== "page.tsx") return [];
    return /\bredirect\(/.test(readFileSync(below, "utf8")) ? [] : [route];
  });
}

async function crowdPages(sql, { workspaceId, largeGroupId }) {
  const [project] =
    await sql`select id from projects where workspace_id = ${workspaceId} order by name limit 1`;
  const [task] = await sql`select id from tasks where workspace_id = ${workspaceId} order by id limit 1`;
  const [member] = await sql`
    select u.user_id as id from access_rule_users u where u.workspace_id = ${workspaceId} order by u.user_id limit 1`;
  const rules = { mostTimes: 2.5 };
  return [
    { name: "Users, 50 rows", target: "/settings/users" },
    { name: "User groups, 50 rows", target: "/settings/groups" },
    { name: "Members of a group, 50 rows", target: `/settings/groups/${largeGroupId}` },
    { name: "Service accounts, 50 rows", target: "/settings/service-accounts" },
    { name: "Access rules, 50 rows", target: "/settings/access-rules", ...rules },
    { name: "Access rules of a member", target: `/settings/access-rules?principal=${member.id}`, ...rules },
    { name: "Guards", target: "/settings/access-rules/guards", ...rules },
    {
      ...{ name: "Explain", target: `/settings/access-rules/explain?subject=${member.id}&object=${task.id}` },
      ...rules,
    },
    { name: "Who can", target: `/settings/access-rules/who-can?object=${project.id}`, ...rules },
    { name: "What can", target: `/settings/access-rules/what-can?subject=${member.id}`, ...rules },
  ];
}

async function measureAll({ name, mostTimes }, pages, server) {
  if (pages.length === 0) return;
  console.log(
    `\n${name}: processor time and medians of ${rounds * perRound} answers, aim ${mostTimes} × the empty page`,
  );
  console.log("| page | CPU ms | × empty | median ms | KB | JavaScript KB gzipped | above empty |");
  console.log("|---|---|---|---|---|---|---|");
  const found = [];
  for (const page of pages) {
    const first = await open(server, page.target);
    if (first.status !== 200) continue;
    found.push(page);
    for (let run = 0; run < warmUps; run += 1) await get(server, page.target);
  }
  const emptyScripts = await scriptBytes(server, emptyPath);
  const { empty, pages: measured } = await measureRounds(server, found);
  for (const { page, ...ours } of measured) {
    const scripts = await scriptBytes(server, page.target);
    const times = ours.cpu / empty.cpu;
    const most = page.mostTimes ?? mostTimes;
    const above = (scripts - emptyScripts) / 1024;
    const cells = [
      page.name,
      ours.cpu.toFixed(1),
      `${times.toFixed(2)}${times > most ? " ✗" : ""}`,
      ours.ms.toFixed(1),
      (ours.bytes / 1024).toFixed(0),
      (scripts / 1024).toFixed(0),
      `${above.toFixed(0)}${above > kilobytesAllowed ? " ✗" : ""}`,
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
  console.log(`The empty page: ${empty.cpu.toFixed(1)} ms of processor time, ${empty.ms.toFixed(1)} ms`);
}

/** Round by round through all pages, each followed by the empty page: a server gets faster while it is measured. */
async function measureRounds(server, pages) {
  const empty = { target: emptyPath, cpu: [], ms: [], bytes: 0 };
  const measured = pages.map((page) => ({ page, target: page.target, cpu: [], ms: [], bytes: 0 }));
  for (let round = 0; round < rounds; round += 1) {
    for (const each of measured) {
      await measure(server, each);
      await measure(server, empty);
    }
  }
  const medians = ({ cpu, ms, bytes }) => ({ cpu: median(cpu), ms: median(ms), bytes });
  return { empty: medians(empty), pages: measured.map((each) => ({ page: each.page, ...medians(each) })) };
}

async function measure(server, each) {
  const before = cpuOf(server.pid);
  for (let run = 0; run < perRound; run += 1) {
    const started = performance.now();
    each.bytes = (await get(server, each.target)).length;
    each.ms.push(performance.now() - started);
  }
  each.cpu.push((cpuOf(server.pid) - before) / perRound);
}

async function get(server, target) {
  const { status, text } = await open(server, target);
  if (status !== 200) throw new Error(`${target} was answered ${status}.`);
  return text;
}

async function open({ url, cookie }, target) {
  const answer = await fetch(`${url}${target}`, { headers: { cookie, ...asBrowsers }, redirect: "manual" });
  return { status: answer.status, text: await answer.text() };
}

/** Of all threads of the server's process, in ms; those of a server don't end. */
function cpuOf(pid) {
  const folder = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(folder).map((thread) =>
    Number(readFileSync(path.join(folder, thread, "schedstat"), "utf8").split(" ")[0]),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

async function scriptBytes(server, target) {
  const html = await get(server, target);
  const sources = new Set([...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map(([, source]) => source));
  let bytes = 0;
  for (const source of sources) bytes += gzipSync(await get(server, source.replaceAll("&amp;", "&"))).length;
  return bytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dir = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
  await benchPages(dir, process.argv.slice(2));
}
