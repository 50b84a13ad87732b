import { fileURLToPath } from "node:url";
import { learnAnswers, measureBesideBare, statementsOf } from "./beside-bare.mjs";
import { benchMetering } from "./metering.mjs";
import { withSteward } from "./steward.mjs";

/** At once, and how fast Steward is to be beside a bare server that asks the database once for each request. */
const loads = [
  { connections: 8, aim: 0.85 },
  { connections: 64, aim: 1.3 },
];

/** What programs ask for most, beside a bare server that runs the same statements on the same database. */
export async function benchWire(dir) {
  await withSteward(dir, async (steward) => {
    const cases = await prepareCases(dir, steward);
    for (const { connections, aim } of loads) {
      const aimed = cases.map((each) => ({ ...each, aim }));
      await measureBesideBare(dir, steward, aimed, connections);
    }
  });
  await benchMetering(dir);
}

async function prepareCases(dir, { port, demo, databaseUrl }) {
  const { access_key, secret_key } = demo.credentials;
  const basic = { authorization: `Basic ${Buffer.from(`${access_key}:${secret_key}`).toString("base64")}` };
  const login = await fetch(`http://localhost:${port}/api/auth.login`, { headers: basic });
  const { token } = (await login.json()).data;
  const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
  const vault = await fetch(`http://localhost:${port}/api/vault`, { headers: basic });
  const etag = vault.headers.get("etag");
  await vault.text();
  const statements = await statementsOf(dir, databaseUrl, {
    workspaceId: claims.tenant,
    accessKey: access_key,
    tokenId: claims.session_id,
  });
  const known = { authorization: `Bearer ${token}` };
  const { forVaults, forLogin } = statements;
  const cases = [
    { name: "`GET /api/vault`", path: "/api/vault", headers: [known], statements: forVaults },
    {
      name: "`GET /api/vault`, unchanged (304)",
      path: "/api/vault?unchanged",
      headers: [{ ...known, "if-none-match": etag }],
      statements: forVaults,
    },
    {
      name: "`users.get_vaults`",
      path: "/api/users.get_vaults?enabled=true&types=config&types=config",
      headers: [known],
      statements: forVaults,
    },
    {
      name: "`auth.login`",
      path: "/api/auth.login",
      headers: [basic],
      statements: forLogin,
    },
  ];
  await learnAnswers(port, cases);
  return cases;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchWire(fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, ""));
}
