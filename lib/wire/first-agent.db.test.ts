import { describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { basic } from "@/db/testing/factories/credentials";
import { actingAs } from "@/db/testing/factories/session";
import { writeVault } from "@/db/testing/factories/vault";
import { revokeCredentials } from "@/lib/operations/credentials/credentials";
import { openTestServer } from "@/lib/tooling/test-server";
import { expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end("a page");
});

/** As SDK 2.1.7 and agent 3.0.3 send them: GET, no body, a Host and these headers. */
const common = {
  "User-Agent": "python-requests/2.28.1",
  "Accept-Encoding": "gzip, deflate",
  Accept: "*/*",
  Connection: "keep-alive",
  "X-ClearML-Worker": "gpu-box",
  "X-Trains-Worker": "gpu-box",
};
const sdk = { ...common, "X-ClearML-Client": "clearml-2.1.7", "X-Trains-Client": "clearml-2.1.7" };
const agent = { ...common, "X-ClearML-Agent": "api-3.0.3", "X-Trains-Agent": "api-3.0.3" };

const send = (path: string, headers: object, authorization: string) =>
  server.send(path, { headers: { ...headers, Authorization: authorization } });

async function makeCallerWithVault() {
  const caller = await makeCaller();
  await writeVault(
    { account: caller.person, workspaceId: caller.workspaceId },
    'sdk.aws.s3.region = "eu-west-1"\n',
  );
  return caller;
}

describe("a session", () => {
  test.each([
    ["clearml-init and the SDK", sdk],
    ["the agent", agent],
  ])("of %s logs in under /api and receives its vault", async (_, headers) => {
    const { key } = await makeCallerWithVault();
    const login = await send("/api/auth.login", headers, key.basic);
    const { token } = expectEnvelope(login, { code: "200/0", name: "auth.login" });
    const query = "?enabled=true&types=config&types=config";
    const received = await send(`/api/users.get_vaults${query}`, headers, `Bearer ${token}`);
    const { vaults } = expectEnvelope(received, { code: "200/0", name: "users.get_vaults" });
    expect(vaults).toMatchObject([
      { type: "config", enabled: true, data: expect.stringContaining("eu-west-1") },
    ]);
  });

  test("that clearml-agent init tries is at the root, whatever api_server was pasted", async () => {
    const { key } = await makeCaller();
    const login = await send("/auth.login", agent, key.basic);
    const { token } = expectEnvelope(login, { code: "200/0", name: "auth.login" });
    expect(String(token).split(".")).toHaveLength(3);
  });
});

/** Once its key is gone, the SDK repeats call and login without a pause; it keeps to `Retry-After`. */
test("a client whose key was revoked is told so in every round, and waits longer in each", async () => {
  const { key, person, workspaceId } = await makeCaller();
  const login = await send("/api/auth.login", sdk, key.basic);
  const bearer = `Bearer ${expectEnvelope(login, { code: "200/0", name: "auth.login" }).token}`;
  await revokeCredentials(actingAs("credentials.manage_own", person, { workspaceId }), {
    accessKey: key.accessKey,
  });
  const round = async () => {
    const call = await send("/api/users.get_current_user", sdk, bearer);
    if (call.status === 429) return Number(call.headers["retry-after"]);
    expectEnvelope(call, { code: "401/30", name: "users.get_current_user" });
    const again = await send("/api/auth.login", sdk, key.basic);
    expectEnvelope(again, { code: "401/22", name: "auth.login", message: /^Unauthorized \(invalid/ });
    return 0;
  };
  const rounds = [];
  for (let made = 0; made < 6; made += 1) rounds.push(await round());
  expect(rounds).toEqual([0, 0, 0, 0, 0, 2]);
});

test.each([sdk, agent])("a wrong secret is 401 at the first login", async (headers) => {
  const { key } = await makeCaller();
  for (const path of ["/api/auth.login", "/auth.login"]) {
    const login = await send(path, headers, basic(key.accessKey, "wrong"));
    expectEnvelope(login, { code: "401/22", name: "auth.login" });
  }
});
