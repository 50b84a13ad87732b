import { describe, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { tasks } from "@/db/schema/tasks";
import { openTestDatabase } from "@/db/testing/database";
import { basic, type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { join, joinAsAdmin } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeProject, makeTask } from "@/db/testing/resources";
import { recordPlaces } from "@/db/writes/access-changes";
import { insertUser } from "@/db/writes/accounts";
import { insertMembership } from "@/db/writes/memberships";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { editServiceAccount } from "@/lib/operations/workspace/service-accounts";
import { openTestServer, type Received } from "@/lib/tooling/test-server";
import { makeCaller } from "@/lib/tooling/wire-client";

process.env.STEWARD_DECISION_NAMES = "record=task,write=modify";
openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});

function ask(
  key: Pick<Key, "basic"> | undefined,
  path: string,
  body?: unknown,
  headers = {},
): Promise<Received> {
  return server.send(`/access/v1/${path}`, {
    method: "POST",
    headers: { authorization: key?.basic, ...headers },
    body,
  });
}

async function answerOf(key: Key, path: string, body: unknown) {
  const received = await ask(key, path, body);
  expect([received.status, received.headers["content-type"]]).toEqual([200, "application/json"]);
  return JSON.parse(received.text);
}

async function insertTask(workspaceId: WorkspaceId, owner: { id: UserId }, id: string) {
  const at = new Date();
  await inTransaction(async (tx) => {
    await tx.insert(tasks).values({
      ...{ workspaceId, id, projectId: null, name: id, type: "training", status: "created" },
      ...{ ownerUserId: owner.id, createdAt: at, updatedAt: at, statusChangedAt: at },
    });
    await recordPlaces(tx, workspaceId, "task", [{ id, parent: null }]);
  });
}

let fixtures = 0;

/** The subjects and records of the certification: Alice may modify both records and Bob may read them. */
async function makeFixture() {
  const { person: owner, workspaceId, key } = await makeCaller();
  await closeWorkspace(workspaceId);
  fixtures += 1;
  const [alice, bob] = ["alice", "bob"].map((name) => `${name}${fixtures === 1 ? "" : fixtures}` as UserId);
  if (!alice || !bob) throw new Error("Two subjects are needed.");
  for (const id of [alice, bob]) {
    await inTransaction(async (tx) => {
      await insertUser(tx, {
        id,
        kind: "person",
        name: id,
        email: `${id}@example.com`,
        createdAt: new Date(),
      });
      await insertMembership(tx, workspaceId, id, new Date());
    });
  }
  for (const target of ["record-1", "record-2"]) {
    await insertTask(workspaceId, owner, target);
    await makeAccessRule(workspaceId, { type: "task", target, access: "modify", users: [{ id: alice }] });
    await makeAccessRule(workspaceId, { type: "task", target, access: "read", users: [{ id: bob }] });
  }
  const gateway = await makeServiceAccount({ account: owner, workspaceId }, { mayAskDecisions: true });
  const asked = (id: string, name: string, record = "record-1") => ({
    subject: { type: "user", id },
    action: { name },
    resource: { type: "record", id: record },
  });
  return { owner, workspaceId, key, gateway, alice, bob, asked };
}

describe("the certification scenario", () => {
  test("is answered as Basic Core asks", async () => {
    const { gateway, alice, bob, asked } = await makeFixture();
    const decisionOf = (body: unknown) => answerOf(gateway.key, "evaluation", body);
    for (const [id, action, decision] of [
      [alice, "read", true],
      [alice, "write", true],
      [bob, "read", true],
      [bob, "write", false],
    ] as const) {
      for (let time = 0; time < 3; time += 1)
        expect(await decisionOf(asked(id, action))).toEqual({ decision });
    }
    const read = asked(alice, "read");
    for (const body of [
      { ...read, context: { time: "2025-06-27T18:03-07:00", ip: "192.168.1.1" } },
      { ...read, foo: "bar", futureField: { nested: true } },
      {
        subject: { ...read.subject, properties: { department: "Sales", role: "manager" } },
        action: { ...read.action, properties: { method: "GET" } },
        resource: { ...read.resource, properties: { status: "active", owner: "bob" } },
      },
    ]) {
      expect(await decisionOf(body)).toEqual({ decision: true });
    }
  });

  test("refuses what Basic Core says is not a request", async () => {
    const { gateway, alice, asked } = await makeFixture();
    const { subject, action, resource } = asked(alice, "read");
    const bodies: unknown[] = [
      ...[
        { action, resource },
        { subject, resource },
        { subject, action },
      ],
      ...[
        { subject: { id: alice }, action, resource },
        { subject: { type: "user" }, action, resource },
      ],
      { subject, action: {}, resource },
      ...[
        { subject, action, resource: { id: "x" } },
        { subject, action, resource: { type: "record" } },
      ],
      ...[
        { subject: alice, action, resource },
        { subject, action: { name: 123 }, resource },
      ],
      ...["{", "", "[]", "null"],
    ];
    for (const body of bodies) {
      const refused = await ask(gateway.key, "evaluation", body, { "content-type": "application/json" });
      expect([refused.status, refused.headers["content-type"]]).toEqual([400, "text/plain; charset=utf-8"]);
      expect(refused.text).toMatch(/^[A-Za-z].*\.$/);
    }
    const asText = await ask(gateway.key, "evaluation", asked(alice, "read"), {
      "content-type": "text/plain",
    });
    expect([asText.status, asText.text]).toEqual([
      400,
      "Send the request with Content-Type: application/json.",
    ]);
  });

  test("returns the request ID that was sent, with refusals too, and else one of its own", async () => {
    const { gateway, alice, asked } = await makeFixture();
    const sent = { "x-request-id": "bfe9eb29-ab87-4ca3-be83-a1d5d8305716" };
    for (const [key, body] of [
      [gateway.key, asked(alice, "read")],
      [gateway.key, {}],
      [undefined, {}],
    ] as const) {
      expect((await ask(key, "evaluation", body, sent)).headers).toMatchObject(sent);
    }
    expect((await ask(gateway.key, "evaluation", {})).headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("is answered as Batch Core asks", async () => {
    const { gateway, alice, bob, asked } = await makeFixture();
    const batchOf = async (body: unknown) => (await answerOf(gateway.key, "evaluations", body)).evaluations;
    const { subject, action, resource } = asked(alice, "read");
    const [yes, no] = [{ decision: true }, { decision: false }];
    const records = [{ resource }, { resource: { type: "record", id: "record-2" } }];
    expect(await batchOf({ subject, action, evaluations: records })).toEqual([yes, yes]);
    const ofBob = { subject: { type: "user", id: bob }, resource };
    const actions = [{ action: { name: "read" } }, { action: { name: "write" } }];
    expect(await batchOf({ ...ofBob, evaluations: actions })).toEqual([yes, no]);
    expect(await batchOf({ evaluations: [asked(alice, "read"), asked(bob, "write")] })).toEqual([yes, no]);
    const context = { time: "2025-06-27T18:03-07:00" };
    expect(await batchOf({ subject, action, context, evaluations: records })).toEqual([yes, yes]);
    const options = { evaluations_semantic: "execute_all" };
    expect(await batchOf({ subject, action, options, evaluations: [{ resource }, {}] })).toEqual([
      yes,
      {
        decision: false,
        context: { error: { status: 400, message: "resource is missing or is not valid." } },
      },
    ]);
    expect(await answerOf(gateway.key, "evaluations", { ...asked(alice, "read"), evaluations: [] })).toEqual(
      yes,
    );
    expect(await answerOf(gateway.key, "evaluations", asked(bob, "write"))).toEqual(no);
  });

  test("is answered as Search Core asks", async () => {
    const { gateway, owner, alice, bob, asked } = await makeFixture();
    const { subject, action, resource } = asked(alice, "read");
    const found = async (kind: string, body: object) => {
      const { results, page } = await answerOf(gateway.key, `search/${kind}`, body);
      expect(page).toEqual({ next_token: "", count: results.length });
      return results;
    };
    const user = (id: string) => ({ type: "user", id });
    const people = [alice, bob, owner.id].sort().map(user);
    const context = { ip: "192.168.1.1" };
    for (const body of [{}, { context }, { subject }]) {
      expect(await found("subject", { subject: { type: "user" }, action, resource, ...body })).toEqual(
        people,
      );
    }
    const record = (id: string) => ({ type: "record", id });
    for (const body of [{}, { context }, { resource }]) {
      expect(await found("resource", { subject, action, resource: { type: "record" }, ...body })).toEqual(
        ["record-1", "record-2"].map(record),
      );
    }
    for (const body of [{}, { context }]) {
      expect(await found("action", { subject, resource, ...body })).toEqual(
        ["modify", "read", "visible", "write"].map((name) => ({ name })),
      );
    }
    expect(await found("action", { subject: user("nonexistent-user"), resource })).toEqual([]);
    expect(await found("subject", { subject: { type: "spaceship" }, action, resource })).toEqual([]);
    expect(await found("resource", { subject, action, resource: { type: "spaceship" } })).toEqual([]);
    expect(
      await found("resource", { subject: user("nobody"), action, resource: { type: "record" } }),
    ).toEqual([]);
    expect(
      await found("resource", { subject, action: { name: "fly" }, resource: { type: "record" } }),
    ).toEqual([]);
    for (const [kind, body] of [
      ["subject", { subject: { type: "user" }, resource }],
      ["resource", { action, resource: { type: "record" } }],
      ["action", { subject }],
      ["subject", { subject: { type: "user" }, action, resource: { type: "record" } }],
      ["resource", { subject: { type: "user" }, action, resource: { type: "record" } }],
      ["action", { subject: { type: "user" }, resource }],
    ] as const) {
      expect((await ask(gateway.key, `search/${kind}`, body)).status).toBe(400);
    }
  });

  test("finds every endpoint by discovery, without credentials", async () => {
    const received = await server.send("/.well-known/authzen-configuration");
    expect([received.status, received.headers["content-type"]]).toEqual([200, "application/json"]);
    const { policy_decision_point: base, ...endpoints } = JSON.parse(received.text);
    expect(base).toBe("http://localhost:3000");
    expect(endpoints).toEqual({
      access_evaluation_endpoint: `${base}/access/v1/evaluation`,
      access_evaluations_endpoint: `${base}/access/v1/evaluations`,
      search_subject_endpoint: `${base}/access/v1/search/subject`,
      search_resource_endpoint: `${base}/access/v1/search/resource`,
      search_action_endpoint: `${base}/access/v1/search/action`,
    });
    for (const url of Object.values(endpoints)) {
      const answer = await server.send(String(url).slice(base.length), { method: "POST", body: {} });
      expect(answer.status).toBe(401);
    }
  });
});

test.each([
  ["deny_on_first_deny", ["read", "write", "read"], [true, false]],
  ["deny_on_first_deny", ["read", "read"], [true, true]],
  ["permit_on_first_permit", ["write", "read", "read"], [false, true]],
  ["permit_on_first_permit", ["write", "write"], [false, false]],
  ["execute_all", ["write", "read", "write"], [false, true, false]],
])("a batch of %s with %j answers %j", async (semantic, names, expected) => {
  const { gateway, bob, asked } = await makeFixture();
  const evaluations = names.map((name) => ({ action: { name } }));
  const options = { evaluations_semantic: semantic };
  const body = { ...asked(bob, "read"), options, evaluations };
  const answered = await answerOf(gateway.key, "evaluations", body);
  expect(answered.evaluations.map(({ decision }: { decision: boolean }) => decision)).toEqual(expected);
});

describe("requests in the shape of other programs", () => {
  const subject = { type: "user", id: "CiRmZDA2MTRkMy1jMzlhLTQ3ODE" };
  const todo = { type: "todo", id: "7240d0db", properties: { ownerID: "rick@example.com" } };
  const ofTodos = ["can_read_todos", "can_create_todo", "can_update_todo", "can_delete_todo"].map((name) => ({
    action: { name },
    resource: name === "can_read_todos" ? { type: "todo", id: "todo-1" } : todo,
  }));

  test("of a list of things to do are answered", async () => {
    const { gateway } = await makeFixture();
    const person = { action: { name: "can_read_user" }, resource: { type: "user", id: "beth@example.com" } };
    for (const each of [person, ...ofTodos]) {
      expect(await answerOf(gateway.key, "evaluation", { subject, ...each })).toEqual({ decision: false });
    }
    const batch = {
      subject,
      action: { name: "can_update_todo" },
      evaluations: [{ resource: todo }, { resource: todo }],
    };
    expect(await answerOf(gateway.key, "evaluations", batch)).toEqual({
      evaluations: [{ decision: false }, { decision: false }],
    });
  });

  test("of searches over records and people are answered", async () => {
    const { gateway, alice } = await makeFixture();
    const page = { next_token: "", count: 0 };
    for (const name of ["view", "edit", "delete"]) {
      const action = { name };
      const record = { type: "record", id: "101" };
      expect(
        await answerOf(gateway.key, "search/resource", { subject, action, resource: { type: "record" } }),
      ).toEqual({ results: [], page });
      expect(
        await answerOf(gateway.key, "search/subject", {
          subject: { type: "user" },
          action,
          resource: record,
        }),
      ).toEqual({ results: [], page });
      expect(
        await answerOf(gateway.key, "search/action", {
          subject: { type: "user", id: alice },
          resource: record,
        }),
      ).toEqual({ results: [], page });
    }
  });
});

describe("who may ask", () => {
  test("is an admin, with reasons, and a service account that is allowed to, without them", async () => {
    const { person: owner, workspaceId, key } = await makeCaller();
    await closeWorkspace(workspaceId);
    const [admin, member] = [await makePerson(), await makePerson()];
    await joinAsAdmin(workspaceId, admin);
    await join(workspaceId, member);
    const project = await makeProject(workspaceId, owner);
    const task = await makeTask(workspaceId, owner, project);
    const rule = await makeAccessRule(workspaceId, {
      ...{ type: "project", target: project, access: "read" },
      users: [member],
    });
    const place = { account: owner, workspaceId };
    const [allowed, other] = [
      await makeServiceAccount(place, { mayAskDecisions: true, mayImpersonate: true }),
      await makeServiceAccount(place, { name: "CI", admin: true }),
    ];
    const asked = {
      subject: { type: "user", id: member.id },
      action: { name: "read" },
      resource: { type: "task", id: task },
    };
    const context = { reasons: [`rule:${rule}@${project}`] };
    const adminKey = await makeCredentials({ account: admin, workspaceId });
    for (const asking of [key, adminKey]) {
      expect(await answerOf(asking, "evaluation", asked)).toEqual({ decision: true, context });
      expect(await answerOf(asking, "evaluation", { ...asked, action: { name: "modify" } })).toEqual({
        decision: false,
        context: { reasons: [] },
      });
    }
    expect(await answerOf(allowed.key, "evaluation", asked)).toEqual({ decision: true });
    const memberKey = await makeCredentials({ account: member, workspaceId });
    for (const asking of [memberKey, other.key]) {
      const refused = await ask(asking, "evaluation", asked);
      expect([refused.status, refused.text]).toEqual([403, expect.stringMatching(/can’t ask/)]);
    }
    expect((await ask(undefined, "evaluation", asked)).status).toBe(401);
    expect((await ask({ basic: basic(key.accessKey, "wrong") }, "evaluation", asked)).status).toBe(401);
  });

  test("ends at the next request when an admin takes it away", async () => {
    const { owner, workspaceId, gateway, alice, asked } = await makeFixture();
    const traits = { name: gateway.name, mayImpersonate: false, mayAskDecisions: true, admin: false };
    expect((await ask(gateway.key, "evaluation", asked(alice, "read"))).status).toBe(200);
    const edited = await editServiceAccount(actingAs("service_accounts.manage", owner, { workspaceId }), {
      ...traits,
      ...{ mayAskDecisions: false, seen: traits, accountId: gateway.id },
    });
    expect(edited.ok).toBe(true);
    expect((await ask(gateway.key, "evaluation", asked(alice, "read"))).status).toBe(403);
  });

  test("learns nothing of another workspace", async () => {
    const [one, other] = [await makeFixture(), await makeFixture()];
    const page = { next_token: "", count: 0 };
    const user = { type: "user", id: one.alice };
    const read = { name: "read" };
    expect(await answerOf(other.key, "evaluation", one.asked(one.alice, "read"))).toEqual({
      decision: false,
      context: { reasons: [] },
    });
    expect(
      await answerOf(other.key, "search/resource", {
        subject: user,
        action: read,
        resource: { type: "record" },
      }),
    ).toEqual({ results: [], page });
    const foreign = await makeTask(one.workspaceId, one.owner);
    const task = { type: "task", id: foreign };
    expect(
      await answerOf(other.key, "search/subject", {
        subject: { type: "user" },
        action: read,
        resource: task,
      }),
    ).toEqual({ results: [], page });
  });
});

describe("a page of a search", () => {
  test("leads through all resources, each once, and belongs to its search alone", async () => {
    const { gateway, workspaceId, owner, alice, asked } = await makeFixture();
    const project = await makeProject(workspaceId, owner);
    await makeAccessRule(workspaceId, {
      ...{ type: "project", target: project, access: "read" },
      users: [{ id: alice }],
    });
    const inside: string[] = [];
    for (let n = 0; n < 5; n += 1) inside.push(await makeTask(workspaceId, owner, project));
    await makeTask(workspaceId, owner);
    const { subject, action } = asked(alice, "read");
    const search = { subject, action, resource: { type: "task" } };
    const seen: string[] = [];
    let token = "";
    let pages = 0;
    do {
      const body = { ...search, page: { limit: 2, ...(token ? { token } : {}) } };
      const { results, page } = await answerOf(gateway.key, "search/resource", body);
      seen.push(...results.map(({ id }: { id: string }) => id));
      if (pages === 0) {
        const others = { ...search, action: { name: "modify" }, page: { token: page.next_token } };
        const refused = await ask(gateway.key, "search/resource", others);
        expect([refused.status, refused.text]).toEqual([400, "page.token is not valid for this search."]);
      }
      token = page.next_token;
      pages += 1;
    } while (token);
    expect(pages).toBe(4);
    expect(seen.sort()).toEqual([...inside, "record-1", "record-2"].sort());
  });

  test("leads through the subjects too", async () => {
    const { gateway, owner, alice, bob, asked } = await makeFixture();
    const { action, resource } = asked(alice, "read");
    const search = { subject: { type: "user" }, action, resource };
    const first = await answerOf(gateway.key, "search/subject", { ...search, page: { limit: 2 } });
    const second = await answerOf(gateway.key, "search/subject", {
      ...search,
      page: { token: first.page.next_token },
    });
    const ids = [...first.results, ...second.results].map(({ id }) => id);
    expect(ids).toEqual([alice, bob, owner.id].sort());
    expect(second.page).toEqual({ next_token: "", count: 1 });
  });
});

test.each([
  ["GET", "/access/v1/evaluation", 405],
  ["POST", "/access/v1/nothing", 404],
  ["POST", "/.well-known/authzen-configuration", 405],
])("%s %s is %i", async (method, path, status) => {
  const { key } = await makeCaller();
  const received = await server.send(path, { method, headers: { authorization: key.basic } });
  expect(received.status).toBe(status);
});

test("a body of more than a megabyte is refused", async () => {
  const { key } = await makeCaller();
  expect((await ask(key, "evaluation", { padding: "x".repeat(1024 * 1024) })).status).toBe(413);
});

test("credentials that ask without end are told when to come again, and keep no others from asking", async () => {
  const { gateway, key, alice, asked } = await makeFixture();
  const { action, ...rest } = asked(alice, "read");
  const many = { ...rest, evaluations: Array.from({ length: 1_000 }, () => ({ action })) };
  let refused: Received | undefined;
  for (let batches = 0; batches < 100 && !refused; batches += 1) {
    const received = await ask(gateway.key, "evaluations", many);
    if (received.status !== 200) refused = received;
  }
  expect([refused?.status, refused?.text]).toEqual([429, expect.stringMatching(/too many decisions/)]);
  expect(Number(refused?.headers["retry-after"])).toBe(1);
  expect((await ask(key, "evaluation", asked(alice, "read"))).status).toBe(200);
});
