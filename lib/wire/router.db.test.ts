import { afterEach, describe, expect, test, vi } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { basic, makeCredentials } from "@/db/testing/factories/credentials";
import { actingAs } from "@/db/testing/factories/session";
import { revokeCredentials } from "@/lib/operations/credentials/credentials";
import { newAccessKey } from "@/lib/server/crypto";
import { signToken } from "@/lib/server/signed-token";
import { openTestServer, type Sent } from "@/lib/tooling/test-server";
import { expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
/** Uses are stored after the response, so the test waits for them. */
const patiently = { timeout: 10_000 };
const server = openTestServer(async (_, response) => {
  response.statusCode = 418;
  response.end("a page");
});
afterEach(() => {
  vi.useRealTimers();
});

/** As the SDK sends nearly every call. */
const stray = { method: "get", async_enable: false, unknown_of_later_versions: [1, { a: null }] };

async function logIn(authorization: string): Promise<string> {
  const received = await server.send("/api/auth.login", { headers: { authorization } });
  return `Bearer ${expectEnvelope(received, { code: "200/0", name: "auth.login" }).token}`;
}

const vaultsFor = (authorization: string) =>
  server.send("/api/users.get_vaults", { headers: { authorization } });

describe("a call", () => {
  test.each<[string, string, Sent, object]>([
    ["without a version", "/api/users.get_current_user", {}, { requested: "2.34" }],
    ["of a version", "/api/v2.23/users.get_current_user", {}, { requested: "2.23" }],
    ["of another version", "/api/v2.5/users.get_current_user", {}, { requested: "2.5" }],
    ["of a version above the server's", "/api/v99.1/users.get_current_user", {}, { requested: "99.1" }],
    ["of a whole version", "/api/v2/users.get_current_user", {}, { requested: "2" }],
    ["with a slash behind", "/api/users.get_current_user/", {}, {}],
    ["with a query", "/api/users.get_current_user?enabled=true&x[]=1", {}, {}],
    ["by GET without a body", "/api/users.get_current_user", { method: "GET" }, {}],
    [
      "by GET with a body",
      "/api/v2.23/users.get_current_user",
      { method: "GET", body: stray },
      { requested: "2.23" },
    ],
    ["by POST", "/api/v2.23/users.get_current_user", { method: "POST", body: stray }, { requested: "2.23" }],
    ["by POST without a body", "/api/users.get_current_user", { method: "POST" }, {}],
    ["by PUT", "/api/users.get_current_user", { method: "PUT", body: stray }, {}],
    ["with an empty body", "/api/users.get_current_user", { method: "POST", body: "" }, {}],
    [
      "with another type of content",
      "/api/users.get_current_user",
      { method: "POST", body: "{}", headers: { "content-type": "text/plain" } },
      {},
    ],
  ])("%s is answered in the envelope, by secret and by token", async (_, path, sent, versions) => {
    const { key, person } = await makeCaller();
    for (const authorization of [key.basic, await logIn(key.basic)]) {
      const received = await server.send(path, { ...sent, headers: { ...sent.headers, authorization } });
      const data = expectEnvelope(received, {
        code: "200/0",
        name: "users.get_current_user",
        actual: "1.0",
        message: "OK",
        ...versions,
      });
      expect(data.user).toMatchObject({ id: person.id });
    }
  });

  test("has an id of its own, and its trace is that or the one that was sent", async () => {
    const { key } = await makeCaller();
    const metaOf = async (headers: Record<string, string>) =>
      JSON.parse(
        (await server.send("/api/server.info", { headers: { authorization: key.basic, ...headers } })).text,
      ).meta;
    const [one, other] = [await metaOf({}), await metaOf({})];
    expect(one.trx).toBe(one.id);
    expect(one.id).not.toBe(other.id);
    expect((await metaOf({ "X-Clearml-Trx": "trace-1" })).trx).toBe("trace-1");
    expect((await metaOf({ "x-clearml-trx": "t".repeat(500) })).trx).toBe("t".repeat(128));
    const refused = await server.send("/api/no.such", { headers: { "X-Clearml-Trx": "trace-2" } });
    expect(JSON.parse(refused.text).meta.trx).toBe("trace-2");
  });

  test.each(["X-ClearML-Worker", "X-Trains-Worker"])("may name its worker by %s", async (header) => {
    const { key } = await makeCaller();
    await server.send("/api/server.info", { headers: { authorization: key.basic, [header]: "gpu-7" } });
    await expect
      .poll(async () => {
        const received = await server.send("/api/auth.get_credentials", {
          headers: { authorization: key.basic },
        });
        return JSON.parse(received.text).data.credentials;
      }, patiently)
      .toMatchObject([{ access_key: key.accessKey, last_used: expect.any(String), last_used_from: "gpu-7" }]);
  });
});

describe("a path", () => {
  test.each([
    ["/api/state/state.json", "state/state.json"],
    ["/api/v2.23/state/state.json", "v2.23/state/state.json"],
    ["/api/.datasets/state.json/x", ".datasets/state.json/x"],
    ["/api/", ""],
    ["/api/tasks", "tasks"],
    ["/api/tasks.", "tasks."],
    ["/api/.get_all", ".get_all"],
    ["/api/tasks.get.all", "tasks.get.all"],
    ["/api/Tasks.Get_all", "Tasks.Get_all"],
    ["/api/v2.23", "v2.23"],
    ["/api/vX.1/tasks.get_all", "vX.1/tasks.get_all"],
    ["/api/v2.23.1/tasks.get_all", "v2.23.1/tasks.get_all"],
    ["/api/%61uth.login", "%61uth.login"],
    ["/api//auth.login", "/auth.login"],
    ["/api/vault/", "vault/"],
  ])("%s is no call: 400/0", async (path, name) => {
    const { key } = await makeCaller();
    for (const method of ["GET", "POST"]) {
      const received = await server.send(path, { method, headers: { authorization: key.basic } });
      expectEnvelope(received, { code: "400/0", name, actual: null, message: /^Bad request: / });
    }
  });

  test.each([
    ["/api/tasks.no_such_call", "tasks.no_such_call", "2.34"],
    ["/api/v2.23/no_such.call", "no_such.call", "2.23"],
    ["/api/state.json", "state.json", "2.34"],
    ["/api/constructor.name", "constructor.name", "2.34"],
    ["/api/v2.14/users.get_vaults", "users.get_vaults", "2.14"],
    ["/api/v2.5/users.get_vaults", "users.get_vaults", "2.5"],
    ["/api/v2/users.get_vaults", "users.get_vaults", "2"],
    ["/api/v1.9/server.info", "server.info", "1.9"],
  ])("%s is a call that isn't there: 404/0, signed in or not", async (path, name, requested) => {
    const { key } = await makeCaller();
    for (const authorization of [undefined, key.basic]) {
      const received = await server.send(path, { headers: { authorization } });
      expectEnvelope(received, {
        code: "404/0",
        name,
        requested,
        actual: null,
        message: /^Endpoint not found/,
      });
    }
  });

  test.each(["/api/v2.15/users.get_vaults", "/api/v3.0/users.get_vaults"])("%s exists", async (path) => {
    const { key } = await makeCaller();
    const received = await server.send(path, { headers: { authorization: key.basic } });
    expectEnvelope(received, {
      code: "200/0",
      name: "users.get_vaults",
      requested: path.slice(6, -17),
      actual: "2.15",
    });
  });
});

describe("who calls", () => {
  const soon = () => Math.floor(Date.now() / 1000) + 3_600;
  const withSignature = (token: string, signature: string) => token.replace(/[^.]*$/, signature);

  test.each<[string, string, (made: Made) => string | undefined]>([
    ["nobody", "401/20", () => undefined],
    ["another scheme", "401/10", () => "Digest abc"],
    ["Basic that is no base64", "401/21", () => "Basic ***"],
    ["Basic without a colon", "401/21", () => `Basic ${Buffer.from("abc").toString("base64")}`],
    ["a wrong secret", "401/22", ({ key }) => basic(key.accessKey, "wrong")],
    ["an unknown key", "401/22", ({ key }) => basic(newAccessKey(), key.secret)],
    ["a token that is none", "401/30", () => "Bearer nonsense"],
    ["a token without a signature", "401/30", ({ bearer }) => withSignature(bearer, "")],
    [
      "a token signed by somebody else",
      "401/30",
      ({ bearer }) => withSignature(bearer, Buffer.alloc(32, 3).toString("base64url")),
    ],
    [
      "an expired token",
      "401/30",
      ({ claims }) => `Bearer ${signToken("api-token", { ...claims, exp: soon() - 7_200 })}`,
    ],
    [
      "a session in place of a token",
      "401/30",
      ({ claims }) => `Bearer ${signToken("session", { ...claims, exp: soon() })}`,
    ],
  ])("%s gets %s", async (_, code, presented) => {
    const made = await makeSignedIn();
    const authorization = presented(made);
    for (const path of ["/api/auth.login", "/api/v2.23/users.get_vaults"]) {
      const received = await server.send(path, {
        body: stray,
        headers: authorization ? { authorization } : {},
      });
      const [, version, name = ""] = /^\/api\/(?:v([\d.]+)\/)?(.+)$/.exec(path) ?? [];
      expectEnvelope(received, {
        code,
        name,
        message: /^Unauthorized \(/,
        ...(version ? { requested: version } : {}),
      });
    }
  });

  test("a key that is revoked, and its token, are refused immediately", async () => {
    const { key, bearer, person, workspaceId } = await makeSignedIn();
    const actor = actingAs("credentials.manage_own", person, { workspaceId });
    await revokeCredentials(actor, { accessKey: key.accessKey });
    expectEnvelope(await vaultsFor(key.basic), { code: "401/22", name: "users.get_vaults" });
    expectEnvelope(await vaultsFor(bearer), { code: "401/30", name: "users.get_vaults" });
  });

  test("a key that has expired, and its token, are refused immediately", async () => {
    const { person, workspaceId } = await makeCaller();
    const key = await makeCredentials({ account: person, workspaceId }, { expires: "30" });
    const bearer = await logIn(key.basic);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 30 * 86_400_000 });
    expectEnvelope(await vaultsFor(key.basic), { code: "401/22", name: "users.get_vaults" });
    expectEnvelope(await vaultsFor(bearer), { code: "401/30", name: "users.get_vaults" });
  });

  test("who keeps failing is told to wait, and a right secret passes all the same", async () => {
    const { key } = await makeCaller();
    const fail = () =>
      server.send("/api/auth.login", { headers: { authorization: basic(key.accessKey, "wrong") } });
    for (let made = 0; made < 5; made += 1)
      expectEnvelope(await fail(), { code: "401/22", name: "auth.login" });
    const limited = await fail();
    expectEnvelope(limited, { code: "429/0", name: "auth.login" });
    expect(limited.headers["retry-after"]).toBe("2");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2_000 });
    expectEnvelope(await fail(), { code: "401/22", name: "auth.login" });
    expectEnvelope(await fail(), { code: "429/0", name: "auth.login" });
    await logIn(key.basic);
    expectEnvelope(await fail(), { code: "401/22", name: "auth.login" });
  });
});

describe("a body", () => {
  test.each([
    "{",
    "[1]",
    "null",
    '"text"',
    "a=1",
    "\u0000",
    '{"a":1}{"b":2}',
    `${'{"a":'.repeat(70)}1${"}".repeat(70)}`,
  ])("of %j is 400/0", async (body) => {
    const { key } = await makeCaller();
    const received = await server.send("/api/auth.login", { body, headers: { authorization: key.basic } });
    expectEnvelope(received, { code: "400/0", name: "auth.login" });
  });

  test("is not looked at for who is nobody", async () => {
    expectEnvelope(await server.send("/api/auth.login", { body: "{" }), {
      code: "401/20",
      name: "auth.login",
    });
  });

  test.each(["gzip", "deflate", "br"])("encoded by %s is 415", async (encoding) => {
    const { key } = await makeCaller();
    const headers = { authorization: key.basic, "content-encoding": encoding };
    expectEnvelope(await server.send("/api/auth.login", { body: "x", headers }), {
      code: "415/0",
      name: "auth.login",
    });
  });

  test("goes below the query", async () => {
    const { key } = await makeCaller();
    const received = await server.send("/api/auth.create_credentials?label=from+query", {
      body: { label: "from body" },
      headers: { authorization: key.basic },
    });
    const data = expectEnvelope(received, { code: "200/0", name: "auth.create_credentials" });
    expect(data.credentials).toMatchObject({ label: "from query" });
  });
});

test("no answer may be kept by a cache, and none is asked to hold a cookie", async () => {
  const { key } = await makeCaller();
  for (const authorization of [undefined, key.basic]) {
    const received = await server.send("/api/auth.login", { headers: { authorization } });
    expect(received.headers["cache-control"]).toBe("no-store");
    expect(received.headers["set-cookie"]).toBeUndefined();
    expect(received.headers["x-content-type-options"]).toBe("nosniff");
  }
});

type Made = Awaited<ReturnType<typeof makeSignedIn>>;

async function makeSignedIn() {
  const made = await makeCaller();
  const bearer = await logIn(made.key.basic);
  const claims = JSON.parse(Buffer.from(bearer.split(".")[1] ?? "", "base64url").toString());
  return { ...made, bearer, claims };
}

/** The database takes no zero character and no half of a character, and objects have names that nobody gave them. */
describe("a text that no value can have", () => {
  test.each<[string, object]>([
    ["users.get_all", { order_by: "__proto__" }],
    ["users.get_all_ex", { order_by: ["-constructor"] }],
    ["projects.get_all", { parent: "\u0000" }],
    ["projects.get_hyperparam_values", { section: "\u0000", name: "lr" }],
    ["projects.get_model_metadata_values", { key: "\ud800" }],
    ["events.get_scalar_metric_data", { task: "none", metric: "\u0000" }],
    ["events.get_task_events", { task: "none", metrics: [{ metric: "m", variants: ["\u0000"] }] }],
    ["events.get_plot_sample", { task: "none", metric: "\u0000" }],
    ["tasks.unarchive_many", { ids: ["none"], status_reason: "\u0000" }],
    ["users.delete_vaults", { vaults: ["\u0000"] }],
    ["users.set_vault", { group: "\u0000", vault: {} }],
    ["tasks.get_all", { "hyperparams.Args.\u0000": "1", name: "\u0000" }],
  ])("%s %j is refused as invalid", async (name, body) => {
    const { key } = await makeCaller();
    const headers = { authorization: key.basic };
    const received = await server.send(`/api/${name}`, { method: "POST", body, headers });
    expect(JSON.parse(received.text).meta).toMatchObject({ result_code: 400, result_subcode: 12 });
  });
});
