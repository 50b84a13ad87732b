import { describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { join } from "@/db/testing/factories/workspace";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const { call, dataOf } = callsOf(
  openTestServer(async (_, response) => {
    response.end();
  }),
);

/** An owner, a member and a service account in one workspace, and a stranger outside it. */
async function makeTeam() {
  const { person: owner, workspaceId, key } = await makeCaller("Ada Lovelace");
  const member = await makePerson("Grace Hopper");
  await join(workspaceId, member);
  const account = await makeServiceAccount({ account: owner, workspaceId }, { name: "Trainers" });
  const stranger = await makePerson("Ada Stranger");
  return {
    owner,
    member,
    account,
    stranger,
    workspaceId,
    key,
    membersKey: await makeCredentials({ account: member, workspaceId }),
  };
}

type User = Record<string, unknown>;
const listed = async (key: Key, body: object = {}, name = "users.get_all") =>
  (await dataOf(key, name, { body })).users as User[];
const namesIn = (users: User[]) => users.map(({ name }) => name);

describe("users.get_all", () => {
  test("shows an administrator everybody, with addresses, and nobody of another workspace", async () => {
    const { owner, member, account, workspaceId, key } = await makeTeam();
    const created = expect.stringMatching(/Z$/);
    const common = { company: workspaceId, created, created_in_version: "2.3.0" };
    expect(await listed(key, { order_by: ["name"] })).toEqual([
      {
        ...common,
        id: owner.id,
        name: "Ada Lovelace",
        given_name: "Ada",
        family_name: "Lovelace",
        email: owner.email,
      },
      {
        ...common,
        id: member.id,
        name: "Grace Hopper",
        given_name: "Grace",
        family_name: "Hopper",
        email: member.email,
      },
      { ...common, id: account.id, name: "Trainers", given_name: "Trainers", family_name: "" },
    ]);
  });

  test("shows a member the people, and no address but their own", async () => {
    const { membersKey, member } = await makeTeam();
    const users = await listed(membersKey, { order_by: "name" });
    expect(namesIn(users)).toEqual(["Ada Lovelace", "Grace Hopper"]);
    expect(users.map(({ email }) => email)).toEqual([undefined, member.email]);
  });

  test("shows a service account the people and itself", async () => {
    const { account } = await makeTeam();
    expect(namesIn(await listed(account.key, { order_by: ["-name"] }))).toEqual([
      "Trainers",
      "Grace Hopper",
      "Ada Lovelace",
    ]);
  });

  test("gives each page once, in the order that is asked for", async () => {
    const { key } = await makeTeam();
    const pages = [];
    for (let page = 0; page < 4; page += 1) {
      pages.push(namesIn(await listed(key, { page, page_size: 2, order_by: ["-name"] })));
    }
    expect(pages).toEqual([["Trainers", "Grace Hopper"], ["Ada Lovelace"], [], []]);
  });

  test.each<[string, object, string[]]>([
    ["a name as a pattern", { name: "^ada\\ l" }, ["Ada Lovelace"]],
    ["a pattern that fits several", { name: "a" }, ["Ada Lovelace", "Grace Hopper", "Trainers"]],
    ["a pattern of clients, escaped", { name: "^Grace\\ Hopper$" }, ["Grace Hopper"]],
    ["ids that are nobody's", { id: ["0".repeat(32), "x"] }, []],
    ["no id", { id: [] }, []],
  ])("by %s finds those who fit", async (_, body, names) => {
    const { key } = await makeTeam();
    expect(namesIn(await listed(key, { ...body, order_by: ["name"] }))).toEqual(names);
  });

  test("by ids finds one's own people alone", async () => {
    const { key, member, stranger } = await makeTeam();
    const users = await listed(key, { id: [member.id, stranger.id], only_fields: ["name", "company.name"] });
    expect(users).toEqual([{ id: member.id, name: "Grace Hopper", company: expect.any(String) }]);
  });

  test.each<[object, string]>([
    [{ name: "(" }, "400/21"],
    [{ name: "a\u0000" }, "400/12"],
    [{ page: -1 }, "400/12"],
    [{ page_size: 0 }, "400/12"],
    [{ order_by: ["password_hash"] }, "400/12"],
  ])("with %j is %s", async (body, code) => {
    const { key } = await makeCaller();
    expectEnvelope(await call(key, "users.get_all", { body }), { code, name: "users.get_all" });
  });
});

test("users.get_all_ex names the company, and finds nobody active in projects that have no tasks", async () => {
  const { key, workspaceId } = await makeTeam();
  const users = await listed(
    key,
    { only_fields: ["name", "company.name"], order_by: ["name"] },
    "users.get_all_ex",
  );
  expect(users[0]).toMatchObject({ name: "Ada Lovelace", company: { id: workspaceId, name: "Lab" } });
  for (const active_in_projects of [[], ["0".repeat(32)]]) {
    expect(await listed(key, { active_in_projects }, "users.get_all_ex")).toEqual([]);
  }
});

describe("users.get_by_id", () => {
  test("gives a person of the workspace, as the caller may see them", async () => {
    const { key, membersKey, owner, member } = await makeTeam();
    const seen = async (by: Key, user: string) =>
      (await dataOf(by, "users.get_by_id", { body: { user } })).user as User;
    expect(await seen(key, member.id)).toMatchObject({ id: member.id, email: member.email });
    expect(await seen(membersKey, owner.id)).not.toHaveProperty("email");
  });

  test("knows nobody else: 400/301", async () => {
    const { key, membersKey, account, stranger } = await makeTeam();
    for (const [by, user] of [
      [key, stranger.id],
      [key, "nobody"],
      [membersKey, account.id],
    ] as const) {
      const received = await call(by, "users.get_by_id", { body: { user } });
      expectEnvelope(received, { code: "400/301", name: "users.get_by_id" });
    }
    expectEnvelope(await call(key, "users.get_by_id"), { code: "400/11", name: "users.get_by_id" });
  });
});

describe("users.update", () => {
  const update = (key: Key, body: object) => call(key, "users.update", { body });

  test.each<[object, string]>([
    [{ name: "Ada King" }, "Ada King"],
    [{ given_name: "Augusta" }, "Augusta Lovelace"],
    [{ family_name: "Byron" }, "Ada Byron"],
  ])("of oneself by %j makes the name %s", async (change, name) => {
    const { key, person } = await makeCaller();
    const data = expectEnvelope(await update(key, { user: person.id, ...change, avatar: "x" }), {
      code: "200/0",
      name: "users.update",
    });
    expect(data).toEqual({ updated: 1, fields: { name } });
    expect((await dataOf(key, "users.get_current_user")).user).toMatchObject({ name });
  });

  test("changes nothing where nothing is named", async () => {
    const { key, person } = await makeCaller();
    expect(await dataOf(key, "users.update", { body: { user: person.id } })).toEqual({
      updated: 0,
      fields: {},
    });
  });

  test("is refused for another, for nobody, and with a name that can't be", async () => {
    const { key, owner, member, membersKey, stranger } = await makeTeam();
    const refusedWith = async (by: Key, code: string, body: object) =>
      expectEnvelope(await update(by, body), { code, name: "users.update" });
    await refusedWith(membersKey, "403/21", { user: owner.id, name: "Nobody" });
    await refusedWith(key, "403/21", { user: member.id, name: "Nobody" });
    await refusedWith(key, "400/301", { user: stranger.id, name: "Nobody" });
    await refusedWith(key, "400/12", { user: owner.id, name: "A" });
    expect(namesIn(await listed(key, { order_by: ["name"] }))).toEqual([
      "Ada Lovelace",
      "Grace Hopper",
      "Trainers",
    ]);
  });
});
