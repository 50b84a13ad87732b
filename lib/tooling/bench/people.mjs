import { fileURLToPath } from "node:url";
import { connect, loadModule, median, withSteward } from "./steward.mjs";

const barMs = 150;
/** So many that every connection plans its statements for good before anything is measured. */
const warmUps = 60;
const measured = 40;

const pages = [
  ["Users", "/settings/users"],
  ["Users, searched", "/settings/users?search=turing"],
  ["Users by last sign-in, searched", "/settings/users?search=ada&sort=sign_in&descending=1"],
  ["Users by activity, last page", "/settings/users?sort=active&page=1000"],
  ["Pending invitations, searched", "/settings/users?status=pending&search=guest9"],
  ["User groups, searched", "/settings/groups?search=works"],
  ["User groups by members, last page", "/settings/groups?sort=members&page=1000"],
  ["Members of a group, searched", (crowd) => `/settings/groups/${crowd.largeGroupId}?search=turing`],
  ["Members of a group, last page", (crowd) => `/settings/groups/${crowd.largeGroupId}?sort=added&page=1000`],
  ["Service accounts, searched", "/settings/service-accounts?search=worker"],
  ["Service accounts by activity, last page", "/settings/service-accounts?sort=active&page=1000"],
  ["Everybody’s credentials, searched", "/settings/workspace?credentials=everybody&search=turing"],
  ["Everybody’s credentials", "/settings/workspace?credentials=everybody"],
  ["Everybody’s credentials, last page", "/settings/workspace?credentials=everybody&page=10000"],
  ["Profile with its sessions", "/settings/profile"],
];

/** How long whole pages take in a workspace of five thousand among a hundred thousand people. */
export async function benchPeople(dir) {
  await withSteward(dir, async ({ port, demo, databaseUrl }) => {
    const url = `http://localhost:${port}`;
    const sql = connect(databaseUrl);
    let cookie;
    let crowd;
    try {
      crowd = await (await loadModule(dir, "db/testing/factories/crowd.ts")).insertCrowd(sql);
      cookie = await signIn(url, demo.signIns[0]);
      await settle(sql, crowd, demo.signIns[0].email);
    } finally {
      await sql.end();
    }
    console.log(`people: medians of ${measured}, the whole answer; the bar is ${barMs} ms`);
    console.log("| page | ms | slowest ms | KB |\n|---|---|---|---|");
    for (const [name, target] of pages) {
      const { ms, slowest, kilobytes } = await measure(
        `${url}${typeof target === "string" ? target : target(crowd)}`,
        cookie,
      );
      console.log(`| ${name} | ${ms.toFixed(1)} | ${slowest.toFixed(1)} | ${kilobytes.toFixed(0)} |`);
      if (ms < barMs) continue;
      console.log(`✗ ${name} is over the bar.`);
      process.exitCode = 1;
    }
  });
}

export async function signIn(url, { email, password }) {
  const asked = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = await asked.json();
  const cookies = ({ headers }) => headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const answer = await fetch(`${url}/api/auth/callback/password`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookies(asked).join("; ") },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  const session = cookies(answer).find((cookie) => cookie.includes("session="));
  if (!session) throw new Error(`The sign-in was answered ${answer.status}.`);
  return session;
}

/** Whoever signed in administers the laboratory, and has as many sessions as its owner. */
export async function settle(sql, { workspaceId, ownerId }, email) {
  await sql`
    insert into memberships (workspace_id, user_id, joined_at, kind, name, email)
    select ${workspaceId}, id, now(), kind, name, email from users where email = ${email}`;
  await sql`
    insert into group_members (workspace_id, group_id, user_id, added_at)
    select ${workspaceId}, g.id, u.id, now() from groups g, users u
    where g.workspace_id = ${workspaceId} and g.built_in = 'admins' and u.email = ${email}`;
  await sql`
    update sessions set user_id = u.id, active_workspace_id = ${workspaceId}
    from users u where u.email = ${email} and sessions.user_id in (u.id, ${ownerId})`;
  await sql`vacuum analyze`;
}

async function measure(url, cookie) {
  const times = [];
  let bytes = 0;
  for (let run = -warmUps; run < measured; run += 1) {
    const started = performance.now();
    const answer = await fetch(url, { headers: { cookie }, redirect: "manual" });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${url} was answered ${answer.status}.`);
    if (run >= 0) times.push(performance.now() - started);
    bytes = Buffer.byteLength(text);
  }
  return { ms: median(times), slowest: Math.max(...times), kilobytes: bytes / 1024 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchPeople(fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, ""));
}
