import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { lineOf, median, withSteward } from "./steward.mjs";

const rounds = 5;
const seconds = 3;
const connections = 8;

/** What programs ask for most, beside a bare server that runs the same statements on the same database. */
export async function benchWire(dir) {
  await withSteward(dir, async ({ port, demo, databaseUrl }) => {
    const cases = await prepareCases(port, demo.credentials);
    const bare = spawnBare(dir, databaseUrl, cases);
    try {
      const barePort = Number(await lineOf(bare, (line) => /^\d+$/.test(line)));
      console.log(`wire: ${rounds} rounds of ${seconds} s, ${connections} connections; medians`);
      console.log(
        "| call | requests/s | p50 ms | p99 ms | bare requests/s | ratio |\n|---|---|---|---|---|---|",
      );
      for (const each of cases) await measureCase(each, port, barePort);
    } finally {
      bare.kill("SIGTERM");
    }
  });
}

async function prepareCases(port, { access_key, secret_key }) {
  const basic = `Basic ${Buffer.from(`${access_key}:${secret_key}`).toString("base64")}`;
  const login = await fetch(`http://localhost:${port}/api/auth.login`, { headers: { authorization: basic } });
  const { token } = (await login.json()).data;
  const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
  const vault = await fetch(`http://localhost:${port}/api/vault`, { headers: { authorization: basic } });
  const etag = vault.headers.get("etag");
  await vault.text();
  const credential = {
    text: `select c.user_id, c.secret_hash, v.id || ':' || v.version as vault_versions,
      (extract(epoch from c.expires_at) * 1000)::float8 as expires_at_ms
    from api_credentials c
    join memberships m on m.workspace_id = $1 and m.user_id = c.user_id
    left join vaults v on v.workspace_id = $2 and v.owner_user_id = c.user_id and v.scope = 'personal'
    where c.access_key = $3 and c.workspace_id = $4`,
    parameters: [claims.tenant, claims.tenant, access_key, claims.tenant],
  };
  const membership = {
    text: `select m.workspace_id, w.name, w.is_personal, w.owner_user_id, u.id, u.name, u.email, u.kind,
      exists (select 1 from group_members gm join groups g on g.workspace_id = gm.workspace_id and g.id = gm.group_id
        where gm.workspace_id = $1 and g.workspace_id = $1 and gm.user_id = $2 and g.built_in = 'admins')
    from memberships m join workspaces w on w.id = m.workspace_id join users u on u.id = m.user_id
    where m.workspace_id = $1 and m.user_id = $2`,
    parameters: [claims.tenant, claims.identity.user],
  };
  const vaults = "/api/users.get_vaults?enabled=true&types=config&types=config";
  const known = { authorization: `Bearer ${token}` };
  const cases = [
    { name: "`GET /api/vault`", path: "/api/vault", headers: known, statements: [credential] },
    {
      name: "`GET /api/vault`, unchanged (304)",
      path: "/api/vault?unchanged",
      headers: { ...known, "if-none-match": etag },
      statements: [credential],
    },
    { name: "`users.get_vaults`", path: vaults, headers: known, statements: [credential] },
    {
      name: "`auth.login`",
      path: "/api/auth.login",
      headers: { authorization: basic },
      statements: [credential, membership],
    },
  ];
  for (const each of cases) {
    const answer = await fetch(`http://localhost:${port}${each.path}`, { headers: each.headers });
    each.status = answer.status;
    each.body = await answer.text();
  }
  return cases;
}

function spawnBare(dir, databaseUrl, cases) {
  const routes = Object.fromEntries(cases.map(({ path: url, ...route }) => [url, route]));
  return spawn(
    process.execPath,
    ["lib/tooling/bench/bare-server.mjs", JSON.stringify({ databaseUrl, routes })],
    {
      cwd: dir,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
}

/** Both in turn in every round, so that a machine that slows down slows both. */
async function measureCase(each, port, barePort) {
  const head = [
    `GET ${each.path} HTTP/1.1`,
    "host: localhost",
    ...Object.entries(each.headers).map(([name, value]) => `${name}: ${value}`),
    "\r\n",
  ].join("\r\n");
  const runs = [];
  for (let round = -1; round < rounds; round += 1) {
    const ours = await load({ port, head, seconds: round < 0 ? 1 : seconds });
    const bare = await load({ port: barePort, head, seconds: round < 0 ? 1 : seconds });
    for (const run of [ours, bare]) {
      if (Object.keys(run.statuses).join() !== String(each.status)) {
        throw new Error(`${each.name} was answered ${JSON.stringify(run.statuses)}`);
      }
    }
    if (round >= 0) runs.push({ ours, bare, ratio: ours.perSecond / bare.perSecond });
  }
  const of = (read) => median(runs.map(read));
  const row = [
    each.name,
    Math.round(of((run) => run.ours.perSecond)),
    of((run) => run.ours.p50).toFixed(2),
    of((run) => run.ours.p99).toFixed(2),
    Math.round(of((run) => run.bare.perSecond)),
    of((run) => run.ratio).toFixed(2),
  ];
  console.log(`| ${row.join(" | ")} |`);
}

function load(facts) {
  const script = path.join(import.meta.dirname, "load.mjs");
  const child = spawn(process.execPath, [script, JSON.stringify({ connections, ...facts })], {
    stdio: ["ignore", "pipe", "inherit"],
  });
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchWire(fileURLToPath(new URL("../../..", import.meta.url)));
}
