import { expect, test } from "vitest";
import { db } from "@/db/client";
import { findAccountByEmail } from "@/db/reads/accounts";
import { listWorkspacesOfUser } from "@/db/reads/memberships";
import { groups } from "@/db/schema/groups";
import { openTestDatabase } from "@/db/testing/database";
import { basic } from "@/db/testing/factories/credentials";
import { rowsWith } from "@/db/testing/rows";
import { checkVault } from "@/lib/core/vault/checks/check-vault";
import { parseHocon } from "@/lib/core/vault/hocon/parse-hocon";
import { signInWithPassword } from "@/lib/operations/sign-in/sign-in";
import type { ServedVault } from "@/lib/operations/vaults/agent-configuration";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf } from "@/lib/tooling/wire-client";
import { demoVaults, insertDemo } from "./demo";
import { StartupProblem } from "./startup-problem";

openTestDatabase({ alone: true });
const { dataOf } = callsOf(
  openTestServer(async (_, response) => {
    response.end();
  }),
);

test("the demo's people can sign in to Acme, its credentials receive a vault, and it is made once", async () => {
  const { signIns, credentials } = await insertDemo();
  expect(signIns.length).toBeGreaterThan(2);
  for (const { email, password } of signIns) {
    const device = { ip: null, userAgent: null };
    expect(await signInWithPassword({ email, password }, device)).toMatchObject({ ok: true });
    expect(await rowsWith(password)).toEqual([]);
    const account = await findAccountByEmail(email);
    const names = account ? (await listWorkspacesOfUser(account.id)).map(({ name }) => name) : [];
    expect(names).toContain("Acme");
  }
  const { access_key: accessKey, secret_key: secret } = credentials;
  const key = { accessKey, secret, basic: basic(accessKey, secret) };
  const { vaults } = await dataOf(key, "users.get_vaults", {
    query: "?enabled=true&types=config&types=config",
  });
  expect(vaults).toMatchObject([{ enabled: true, data: expect.stringContaining("eu-central-1") }]);
  const [{ data }] = vaults as [ServedVault];
  const without = parseHocon(data, { environment: {} });
  expect(without.value).toMatchObject({ sdk: { aws: { s3: { region: "eu-central-1" } } } });

  const madeUp = (await db().select().from(groups)).filter(({ builtIn }) => builtIn === null);
  expect(madeUp.map(({ name }) => name).sort()).toEqual(["Guests", "Labelling", "Research"]);

  await expect(insertDemo()).rejects.toBeInstanceOf(StartupProblem);
  await expect(insertDemo()).rejects.toThrow("--demo needs an empty database");
});

test.each(demoVaults)("a vault of the demo reaches clients whatever their environment is: %s", (text) => {
  expect(checkVault(text, "hocon", "personal").diagnostics).toEqual([]);
  expect(parseHocon(text, { environment: {} }).value).toBeDefined();
});
