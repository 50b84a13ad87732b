import { createHash, randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { learnAnswers, measureBesideBare, statementsOf } from "./beside-bare.mjs";
import { connect, withSteward } from "./steward.mjs";

const clients = 1000;
const atOnce = 50;

/** A thousand clients at once, each with credentials and a connection of its own. */
export async function benchClients(dir) {
  await withSteward(dir, async (steward) => {
    const cases = await prepareCases(dir, steward);
    await measureBesideBare(dir, steward, cases, clients);
  });
}

async function prepareCases(dir, { port, demo, databaseUrl }) {
  const basics = (await insertCredentials(databaseUrl, demo.credentials.access_key)).map((pair) => ({
    authorization: `Basic ${Buffer.from(pair).toString("base64")}`,
  }));
  const polls = [];
  while (polls.length < clients) {
    polls.push(
      ...(await Promise.all(
        basics.slice(polls.length, polls.length + atOnce).map((basic) => poll(port, basic)),
      )),
    );
  }
  const { claims } = polls[0];
  const statements = await statementsOf(dir, databaseUrl, {
    workspaceId: claims.tenant,
    userId: claims.identity.user,
    accessKey: claims.credential,
    tokenId: claims.session_id,
  });
  const cases = [
    {
      name: "polling an unchanged vault (304)",
      path: "/api/vault?unchanged",
      headers: polls.map(({ headers }) => headers),
      statements: statements.forVaults,
      aim: 0.9,
    },
    {
      name: "logging in",
      path: "/api/auth.login",
      headers: basics,
      statements: statements.forLogin,
      aim: 0.8,
    },
  ];
  await learnAnswers(port, cases);
  return cases;
}

/** More credentials for whoever has these ones. Each as `key:secret`. */
async function insertCredentials(databaseUrl, accessKey) {
  const pairs = Array.from({ length: clients }, (_, index) => ({
    key: `BENCH${String(index).padStart(25, "0")}`,
    secret: randomBytes(50).toString("base64url"),
  }));
  const sql = connect(databaseUrl);
  try {
    await sql`
      insert into api_credentials (access_key, workspace_id, user_id, label, secret_hash, created_at)
      select made.key, c.workspace_id, c.user_id, '', made.hash, now()
      from api_credentials c, unnest(
        ${pairs.map(({ key }) => key)}::text[],
        ${pairs.map(({ secret }) => createHash("sha256").update(secret).digest("base64url"))}::text[]
      ) made (key, hash)
      where c.access_key = ${accessKey}`;
    await sql`analyze`;
  } finally {
    await sql.end();
  }
  return pairs.map(({ key, secret }) => `${key}:${secret}`);
}

/** What a client sends from its second request on. */
async function poll(port, basic) {
  const login = await fetch(`http://localhost:${port}/api/auth.login`, { headers: basic });
  const { token } = (await login.json()).data;
  const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
  const authorization = `Bearer ${token}`;
  const vault = await fetch(`http://localhost:${port}/api/vault`, { headers: { authorization } });
  await vault.text();
  return { claims, headers: { authorization, "if-none-match": vault.headers.get("etag") } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchClients(fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, ""));
}
