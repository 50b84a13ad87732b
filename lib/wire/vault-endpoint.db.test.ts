import { describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { basic, type Key } from "@/db/testing/factories/credentials";
import { actingAs } from "@/db/testing/factories/session";
import { revokeCredentials } from "@/lib/operations/credentials/credentials";
import { saveOwnVault, switchOwnVault } from "@/lib/operations/vaults/vaults";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { dataOf } = callsOf(server);

async function withVault(text = "sdk.region: eu\n") {
  const caller = await makeCaller();
  const editor = actingAs("vaults.edit_own", caller.person, { workspaceId: caller.workspaceId });
  await saveOwnVault(editor, { format: "hocon", text, baseRevision: 0, turnOff: false });
  return { ...caller, editor };
}

const ask = (key: Key, headers: Record<string, string> = {}, query = "", method = "GET") =>
  server.send(`/api/vault${query}`, { method, headers: { authorization: key.basic, ...headers } });

describe("/api/vault", () => {
  test("gives the configuration as HOCON, by secret and by token", async () => {
    const { key } = await withVault();
    const bearer = `Bearer ${(await dataOf(key, "auth.login")).token}`;
    for (const authorization of [key.basic, bearer]) {
      const received = await server.send("/api/vault", { headers: { authorization } });
      expect(received.status).toBe(200);
      expect(received.text).toMatch(/region/);
      expect(received.headers).toMatchObject({
        "content-type": "application/hocon; charset=utf-8",
        etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
        "cache-control": "private, no-cache",
        vary: "Accept, Authorization",
      });
    }
  });

  test("exists for users without a vault, or with their vault turned off", async () => {
    const { key } = await makeCaller();
    const off = await withVault();
    await switchOwnVault(off.editor, { enabled: false });
    const [none, turnedOff] = [await ask(key), await ask(off.key)];
    expect([none.status, turnedOff.status]).toEqual([200, 200]);
    expect(turnedOff.text).toBe(none.text);
  });

  test.each<[string, number, (key: Key) => string | undefined]>([
    ["nothing", 401, () => undefined],
    ["another scheme", 401, () => "Digest x"],
    ["a wrong secret", 401, ({ accessKey }) => basic(accessKey, "wrong")],
    ["a bad token", 401, () => "Bearer x.y.z"],
    ["what can't be read", 401, () => "Basic *"],
  ])("asked with %s is %i", async (_, status, presented) => {
    const { key } = await withVault();
    const received = await server.send("/api/vault", { headers: { authorization: presented(key) } });
    expect(received.status).toBe(status);
    expect(received.headers["www-authenticate"]).toBe('Basic realm="Steward", charset="UTF-8"');
    expect(received.headers["cache-control"]).toBe("no-store");
    expect(JSON.parse(received.text)).toEqual({ error: expect.stringMatching(/\.$/) });
  });

  test("tells who keeps failing to wait", async () => {
    const { key } = await withVault();
    const wrong = { ...key, basic: basic(key.accessKey, "wrong") };
    for (let made = 0; made < 5; made += 1) expect((await ask(wrong)).status).toBe(401);
    const limited = await ask(wrong);
    expect([limited.status, limited.headers["retry-after"]]).toEqual([429, "2"]);
    expect((await ask(key)).status).toBe(200);
  });
});

describe("the tag", () => {
  const tagOf = async (key: Key) => (await ask(key)).headers.etag ?? "";

  test.each<[string, (tag: string) => string]>([
    ["as it was given", (tag) => tag],
    ["weakly", (tag) => `W/${tag}`],
    ["among others", (tag) => `"x", ${tag} , W/"y"`],
    ["as anything", () => "*"],
  ])("sent back %s gives 304 and no body", async (_, sent) => {
    const { key } = await withVault();
    const tag = await tagOf(key);
    const received = await ask(key, { "if-none-match": sent(tag) });
    expect([received.status, received.text, received.headers.etag]).toEqual([304, "", tag]);
  });

  test.each(['"x"', "", "nonsense"])("that is another, %s, gives the document", async (tag) => {
    expect((await ask((await withVault()).key, { "if-none-match": tag })).status).toBe(200);
  });

  test("changes immediately with the configuration", async () => {
    const { key, editor } = await withVault();
    const tag = await tagOf(key);
    await saveOwnVault(editor, {
      format: "hocon",
      text: "sdk.region: us\n",
      baseRevision: 1,
      turnOff: false,
    });
    const received = await ask(key, { "if-none-match": tag });
    expect(received.status).toBe(200);
    expect(received.text).toMatch(/us/);
    await switchOwnVault(editor, { enabled: false });
    expect((await ask(key, { "if-none-match": received.headers.etag ?? "" })).status).toBe(200);
  });

  test("stays through an edit that gives clients the same", async () => {
    const { key, editor } = await withVault();
    const tag = await tagOf(key);
    const text = "# a comment\nsdk.region: eu\n";
    await saveOwnVault(editor, { format: "hocon", text, baseRevision: 1, turnOff: false });
    expect((await ask(key, { "if-none-match": tag })).status).toBe(304);
  });

  test("that is right opens nothing to a key that was revoked", async () => {
    const { key, person, workspaceId } = await withVault();
    const tag = await tagOf(key);
    const bearer = `Bearer ${(await dataOf(key, "auth.login")).token}`;
    expect((await ask(key, { "if-none-match": tag, authorization: bearer })).status).toBe(304);
    const actor = actingAs("credentials.manage_own", person, { workspaceId });
    await revokeCredentials(actor, { accessKey: key.accessKey });
    for (const authorization of [key.basic, bearer]) {
      expect((await ask(key, { "if-none-match": tag, authorization })).status).toBe(401);
    }
  });
});

test.each([
  ["?format=hocon", undefined, "application/hocon; charset=utf-8"],
  ["", "*/*", "application/hocon; charset=utf-8"],
  ["", "application/hocon", "application/hocon; charset=utf-8"],
  ["", "text/plain;q=0.5, application/nonsense", "application/hocon; charset=utf-8"],
  ["", "application/*;q=0.2, text/yaml;q=0.7", "application/yaml"],
  ["", "application/json, */*;q=0.1", "application/json"],
  ["?format=hocon", "application/xml", "application/hocon; charset=utf-8"],
])("%s with Accept %s is sent as %s", async (query, accept, type) => {
  const { key } = await withVault();
  const received = await ask(key, accept ? { accept } : {}, query);
  expect([received.status, received.headers["content-type"]]).toEqual([200, type]);
});

test.each([
  ["?format=xml", undefined],
  ["?format=constructor", undefined],
  ["?format=", undefined],
  ["", "application/xml"],
  ["", "application/hocon;q=0"],
])("%s with Accept %s is 406", async (query, accept) => {
  const { key } = await withVault();
  expect((await ask(key, accept ? { accept } : {}, query)).status).toBe(406);
});

test("HEAD gives the head alone", async () => {
  const { key } = await withVault();
  const [whole, head] = [await ask(key), await ask(key, {}, "", "HEAD")];
  expect([head.status, head.text]).toEqual([200, ""]);
  expect(head.headers.etag).toBe(whole.headers.etag);
  expect(head.headers["content-length"]).toBe(String(Buffer.byteLength(whole.text)));
  expect((await ask(key, { authorization: "Basic *" }, "", "HEAD")).status).toBe(401);
});

test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is 405", async (method) => {
  const received = await ask((await withVault()).key, {}, "", method);
  expect([received.status, received.headers.allow]).toEqual([405, "GET, HEAD"]);
});
