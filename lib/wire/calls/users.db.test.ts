import { describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

test("users.get_current_user names the person, the workspace of the key and what the server allows", async () => {
  const { key, person, workspaceId } = await makeCaller("Ada King Lovelace");
  expect(await dataOf(key, "users.get_current_user")).toEqual({
    user: {
      id: person.id,
      name: "Ada King Lovelace",
      given_name: "Ada",
      family_name: "King Lovelace",
      role: "user",
      avatar: null,
      email: person.email,
      company: { id: workspaceId, name: "Lab" },
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      created_in_version: "2.3.0",
    },
    getting_started: {},
    settings: { max_download_items: 1000 },
  });
});

describe("preferences", () => {
  test("are set and read", async () => {
    const { key } = await makeCaller();
    expect(await dataOf(key, "users.get_preferences")).toEqual({ preferences: {} });
    const preferences = { ui: { page: 2, columns: [1, null] } };
    const set = (body: object) => dataOf(key, "users.set_preferences", { body });
    expect(await set({ preferences })).toEqual({ updated: 1, fields: { preferences } });
    const after = { ui: { page: 3, columns: [1, null] } };
    const change = { preferences: { "ui.page": 3 }, return_updated: false };
    expect(await set(change)).toEqual({ updated: 1, fields: {} });
    expect(await dataOf(key, "users.get_preferences")).toEqual({ preferences: after });
    expect(await set({ preferences: after })).toEqual({ updated: 0, fields: {} });
    expect(await set({ preferences: { ui: { page: 4 } } })).toEqual({
      updated: 1,
      fields: { preferences: { ui: { page: 4 } } },
    });
  });

  test("have no path through a value: 400/305", async () => {
    const { key } = await makeCaller();
    await dataOf(key, "users.set_preferences", { body: { preferences: { a: 1 } } });
    const received = await call(key, "users.set_preferences", { body: { preferences: { "a.b": 1 } } });
    expectEnvelope(received, { code: "400/305", name: "users.set_preferences" });
    expect(await dataOf(key, "users.get_preferences")).toEqual({ preferences: { a: 1 } });
  });

  test.each([
    [{}, "400/11"],
    [{ preferences: "x" }, "400/12"],
    [{ preferences: [1] }, "400/12"],
    [{ preferences: null }, "400/12"],
    [{ preferences: { a: "x".repeat(70_000) } }, "400/12"],
    [{ preferences: { a: "\u0000" } }, "400/12"],
    [{ preferences: { a: "\ud800" } }, "400/12"],
    [{ preferences: { $a: 1 } }, "400/16"],
    [{ preferences: { a: { "b.c": 1 } } }, "400/16"],
  ])("of %j are %s", async (body, code) => {
    const { key } = await makeCaller();
    const received = await call(key, "users.set_preferences", { body });
    expectEnvelope(received, { code, name: "users.set_preferences", message: /references|The name “/ });
    expect(await dataOf(key, "users.get_preferences")).toEqual({ preferences: {} });
  });
});

test("server.info and server.config tell what clients ask of the server", async () => {
  const { key } = await makeCaller();
  const info = await dataOf(key, "server.info");
  expect(info).toMatchObject({ version: "2.3.0", api_version: "2.34" });
  expect(info.uid).toMatch(/^[0-9a-f]{32}$/);
  expect((await dataOf((await makeCaller()).key, "server.info")).uid).toBe(info.uid);
  expect(await dataOf(key, "server.config")).toEqual({
    hosts: {
      web_server: "http://localhost:3000",
      api_server: "http://localhost:3000/api",
      files_server: "http://localhost:3000/files",
    },
  });
});
