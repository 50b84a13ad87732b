import { expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { basic, type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makeGroup } from "@/db/testing/factories/group";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { join } from "@/db/testing/factories/workspace";
import { makeGuard } from "@/db/testing/guards";
import { closeWorkspace, makeProject } from "@/db/testing/resources";
import { openTestServer } from "@/lib/tooling/test-server";
import { makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});

type Sent = { key?: Pick<Key, "basic">; body?: string; headers?: Record<string, string> };

function ask(path: string, { key, body, headers = {} }: Sent) {
  return server.send(`/api/access-configuration${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: key?.basic, ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

test("a program exports, plans and applies a file, and is told of guards and of what has changed", async () => {
  const { person, workspaceId } = await makeCaller();
  await closeWorkspace(workspaceId);
  const place = { account: person, workspaceId };
  const member = await makePerson();
  await join(workspaceId, member);
  const groupId = await makeGroup(place, "Contractors", [member]);
  const payroll = await makeProject(workspaceId, person, null, "Payroll");
  const closed = { allows: false, access: "read", type: "project", targetId: payroll } as const;
  await makeGuard(place, { ...closed, name: "Payroll stays closed", groupId });
  const { key } = await makeServiceAccount(place, { admin: true, name: "CI" });

  const exported = await ask("", { key });
  expect([exported.status, exported.headers["content-type"]]).toEqual([
    200,
    "application/yaml; charset=utf-8",
  ]);
  const body = exported.text.replace(
    "access_rules: []",
    "access_rules:\n  - project: Payroll\n    access: read\n    groups:\n      - Contractors",
  );
  const planned = await ask("/plan", { key, body });
  const plan = JSON.parse(planned.text);
  expect(plan).toMatchObject({
    changes: [{ section: "access_rules", kind: "added", title: "Project Payroll" }],
    broken_guards: [{ name: "Payroll stays closed" }],
    effects: [{ text: "1 gains read on 1 object" }],
    principals: { total: 1, items: [{ id: member.id }] },
  });
  const match = { "if-match": `"${plan.fingerprint}"` };
  const without = await ask("/apply", { key, body });
  const guarded = await ask("/apply", { key, body, headers: match });
  const stale = await ask("/apply", { key, body, headers: { "if-match": '"other"' } });
  expect([without.status, guarded.status, stale.status]).toEqual([428, 409, 412]);
  expect(guarded.text).toContain("Payroll stays closed");
  expect(JSON.parse(stale.text).fingerprint).toBe(plan.fingerprint);
  expect((await ask("", { key })).text).toBe(exported.text);
  const applied = await ask("/apply?break_guards=true", { key, body, headers: match });
  expect([applied.status, applied.text]).toEqual([200, '{"changes":1}']);
  expect((await ask("", { key })).text).toBe(body);
});

test("nobody else may, and what is wrong has its line", async () => {
  const { person, workspaceId, key } = await makeCaller();
  const place = { account: person, workspaceId };
  const member = await makePerson();
  await join(workspaceId, member);
  const others = [
    await makeCredentials({ account: member, workspaceId }),
    (await makeServiceAccount(place, { mayAskDecisions: true, name: "Gateway" })).key,
  ];
  const statuses = await Promise.all(
    [...others, { basic: basic("wrong", "wrong") }, undefined].map(
      async (each) => (await ask("", each ? { key: each } : {})).status,
    ),
  );
  expect(statuses).toEqual([403, 403, 401, 401]);
  const wrong = await ask("/plan", { key, body: "access_configuration: 1\nrules: []\n...\n" });
  expect([wrong.status, JSON.parse(wrong.text).problems[0]]).toMatchObject([400, { line: 2, column: 1 }]);
});
