import { describe, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { openTestDatabase } from "@/db/testing/database";
import { type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { join, joinAsAdmin } from "@/db/testing/factories/workspace";
import { waitForLockWaiter, whileInTransaction } from "@/db/testing/locks";
import { closeWorkspace, makeAccessRule, makeTask } from "@/db/testing/resources";
import { deleteAccessRule } from "@/db/writes/access-rules";
import type { UserId } from "@/lib/core/identifiers";
import { authenticate, impersonate } from "@/lib/server/api-caller";
import { makeCaller } from "@/lib/tooling/wire-client";
import { accessForChangeIn, accessIn, accessOfCaller, type CallerAccess } from "./caller-access";

openTestDatabase();

async function callerOf(key: Key) {
  const caller = await authenticate({ authorization: key.basic, ip: "", worker: undefined });
  if ("problem" in caller) throw new Error(caller.problem);
  return caller;
}

describe("what a caller may do", () => {
  test("is judged by a state no older than the call’s authentication", async () => {
    const { person, workspaceId } = await makeCaller();
    await closeWorkspace(workspaceId);
    const member = await makePerson();
    await join(workspaceId, member);
    const key = await makeCredentials({ account: member, workspaceId });
    const task = await makeTask(workspaceId, person);
    for (let round = 0; round < 10; round += 1) {
      const rule = await makeAccessRule(workspaceId, {
        type: "task",
        access: "modify",
        target: task,
        users: [member],
      });
      expect((await accessOfCaller(await callerOf(key))).may("modify", task)).toBe(true);
      await inTransaction((tx) => deleteAccessRule(tx, workspaceId, rule));
      expect((await accessOfCaller(await callerOf(key))).may("read", task)).toBe(false);
    }
  });

  test("through a service account is what the person may, without their powers as an admin", async () => {
    const { person, workspaceId } = await makeCaller();
    await closeWorkspace(workspaceId);
    const [admin, member] = [await makePerson(), await makePerson()];
    await joinAsAdmin(workspaceId, admin);
    await join(workspaceId, member);
    const [mine, open] = [await makeTask(workspaceId, person), await makeTask(workspaceId, person)];
    const modify = { type: "task", access: "modify" } as const;
    await makeAccessRule(workspaceId, { ...modify, target: mine, users: [member] });
    const { key, id } = await makeServiceAccount({ account: person, workspaceId }, { mayImpersonate: true });
    await makeAccessRule(workspaceId, { ...modify, target: open, users: [{ id }] });
    const service = await callerOf(key);
    const as = async (userId: UserId) => {
      const caller = await impersonate(service, userId);
      if (!caller) throw new Error("Not allowed to impersonate.");
      return accessOfCaller(caller);
    };
    const answers = (access: CallerAccess) => [mine, open].map((task) => access.may("modify", task));
    expect(answers(await accessOfCaller(service))).toEqual([false, true]);
    expect(answers(await as(member.id))).toEqual([true, false]);
    expect(answers(await as(admin.id))).toEqual([false, false]);
  });

  test("does not change while a write that relies on it is under way", async () => {
    const { person, workspaceId } = await makeCaller();
    await closeWorkspace(workspaceId);
    const member = await makePerson();
    await join(workspaceId, member);
    const task = await makeTask(workspaceId, person);
    const rule = await makeAccessRule(workspaceId, {
      type: "task",
      access: "modify",
      target: task,
      users: [member],
    });
    const identity = { workspaceId, userId: member.id };
    let taken: Promise<unknown> = Promise.resolve();
    await whileInTransaction(async (tx) => {
      expect((await accessIn(tx, identity)).may("modify", task)).toBe(true);
      taken = inTransaction((other) => deleteAccessRule(other, workspaceId, rule));
      await waitForLockWaiter();
      expect((await accessIn(tx, identity)).may("modify", task)).toBe(true);
    });
    await taken;
    await inTransaction(async (tx) => {
      expect((await accessForChangeIn(tx, identity)).may("read", task)).toBe(false);
      const owner = await accessForChangeIn(tx, { workspaceId, userId: person.id });
      expect(owner.mayCreate("task", null)).toBe(true);
    });
  });
});
