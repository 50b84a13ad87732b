import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { listMembershipsOfUser } from "@/db/reads/memberships";
import { mails } from "@/db/schema/mails";
import { notifications } from "@/db/schema/notifications";
import { tasks } from "@/db/schema/tasks";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { makeTask } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { monthOf } from "@/lib/core/usage/usage";
import { settings } from "@/lib/server/env";
import { warnOfUsage } from "./warn-of-usage";

openTestDatabase();

let owner: TestPerson;
let member: TestPerson;
let workspaceId: WorkspaceId;
let task: string;

beforeEach(async () => {
  owner = await makePerson("Olga Owner");
  member = await makePerson("Mira Member");
  workspaceId = await makeWorkspace(owner, "Lab");
  await join(workspaceId, member);
  task = await makeTask(workspaceId, owner);
  settings().limits.metrics = 1_000;
});
afterEach(() => {
  settings().limits.metrics = undefined;
});

const use = (eventBytes: number) => db().update(tasks).set({ eventBytes }).where(eq(tasks.id, task));
const told = async (person: TestPerson) =>
  (await db().select().from(notifications).where(eq(notifications.userId, person.id))).map(({ about }) => [
    about?.meter,
    about?.threshold,
    about?.workspaceId,
  ]);
const shown = async () => {
  const listed = await listMembershipsOfUser(owner.id, monthOf(undefined, new Date()).id);
  return listed.find(({ id }) => id === workspaceId)?.warnings;
};

test("admins are told of each threshold once, and members are not", async () => {
  await use(799);
  await warnOfUsage();
  expect([await told(owner), await shown()]).toEqual([[], []]);
  await use(800);
  await Promise.all([warnOfUsage(), warnOfUsage()]);
  await warnOfUsage();
  expect(await told(owner)).toEqual([["metrics", 80, workspaceId]]);
  await use(1_000);
  await warnOfUsage();
  await warnOfUsage();
  expect((await told(owner)).sort()).toEqual([
    ["metrics", 100, workspaceId],
    ["metrics", 80, workspaceId],
  ]);
  expect(await told(member)).toEqual([]);
});

test("the pages show a warning for as long as it holds, and nobody is told twice when it comes back", async () => {
  await use(900);
  await warnOfUsage();
  expect(await shown()).toEqual([{ meter: "metrics", threshold: 80 }]);
  await use(10);
  await warnOfUsage();
  expect(await shown()).toEqual([]);
  await use(900);
  await warnOfUsage();
  expect(await shown()).toEqual([{ meter: "metrics", threshold: 80 }]);
  expect(await told(owner)).toHaveLength(1);
});

test("only a proven address gets a mail", async () => {
  const before = settings().mail;
  settings().mail = { url: "smtp://localhost", from: "steward@example.com" };
  try {
    const other = await makeWorkspace(await makePerson("Uma Unproven", { proven: false }));
    const theirs = await makeTask(other, owner);
    await db().update(tasks).set({ eventBytes: 900 }).where(eq(tasks.id, theirs));
    await use(900);
    await warnOfUsage();
    const queued = await db().select().from(mails).where(eq(mails.kind, "notification"));
    expect(queued.map(({ recipient }) => recipient)).toEqual([owner.email]);
  } finally {
    settings().mail = before;
  }
});

test("without limits, nothing is looked at", async () => {
  settings().limits.metrics = undefined;
  await use(1e12);
  await warnOfUsage();
  expect(await told(owner)).toEqual([]);
});
