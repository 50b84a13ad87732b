import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { inTransaction, type Transaction } from "@/db/client";
import { shareLocksAsCaller } from "@/db/reads/caller-standing";
import { serviceAccounts } from "@/db/schema/service-accounts";
import { openTestDatabase } from "@/db/testing/database";
import { type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { join } from "@/db/testing/factories/workspace";
import { waitForLockWaiter, whileInTransaction } from "@/db/testing/locks";
import { closeWorkspace, makeAccessRule, makeTask } from "@/db/testing/resources";
import { deleteAccessRule } from "@/db/writes/access-rules";
import { deleteCredential } from "@/db/writes/credentials";
import { takeLocks } from "@/db/writes/locks";
import { deleteMembership } from "@/db/writes/memberships";
import { done } from "@/lib/core/outcome";
import { accessEnded } from "@/lib/core/workspace/permissions";
import { authenticate, impersonate } from "@/lib/server/api-caller";
import { makeCaller } from "@/lib/tooling/wire-client";
import { reporting } from "./writing";

openTestDatabase();

async function callerOf(key: Key) {
  const caller = await authenticate({ authorization: key.basic, ip: "", worker: undefined });
  if ("problem" in caller) throw new Error(caller.problem);
  return caller;
}

/** A workspace in which nothing is open but one task to one member and one service account. */
async function makePlace() {
  const { person: owner, workspaceId } = await makeCaller();
  await closeWorkspace(workspaceId);
  const member = await makePerson();
  await join(workspaceId, member);
  const task = await makeTask(workspaceId, owner);
  const rule = await makeAccessRule(workspaceId, {
    ...{ type: "task", access: "modify", target: task },
    users: [member],
  });
  const account = await makeServiceAccount({ account: owner, workspaceId }, { mayImpersonate: true });
  const key = await makeCredentials({ account: member, workspaceId });
  const as = await impersonate(await callerOf(account.key), member.id);
  if (!as) throw new Error("Not allowed to impersonate.");
  return { workspaceId, member, task, rule, account, key, caller: await callerOf(key), as };
}
type Place = Awaited<ReturnType<typeof makePlace>>;

const ended = { ok: false, refusal: { code: "signed_out", message: accessEnded } };

/** What the report is answered whose locks were held by the transaction that makes the change. */
async function reportWhile(
  place: Place,
  caller: Place["caller"],
  change: (tx: Transaction) => Promise<unknown>,
): Promise<unknown> {
  let report: Promise<unknown> | undefined;
  await whileInTransaction(async (tx) => {
    await takeLocks(tx, { workspaces: [place.workspaceId] });
    report = reporting(caller, async (_, access) => done(access.may("modify", place.task)));
    await waitForLockWaiter();
    await change(tx);
  });
  return report;
}

describe("a report that waited while", () => {
  test("nothing changed goes through", async () => {
    const place = await makePlace();
    expect(await reportWhile(place, place.caller, async () => {})).toEqual(done(true));
    expect(await reportWhile(place, place.as, async () => {})).toEqual(done(true));
  });

  test("its credentials were revoked is refused", async () => {
    const place = await makePlace();
    const { workspaceId, key } = place;
    const revoke = (tx: Transaction) => deleteCredential(tx, workspaceId, key.accessKey);
    expect(await reportWhile(place, place.caller, revoke)).toEqual(ended);
  });

  test("its member was removed is refused, and so is one in their name", async () => {
    const place = await makePlace();
    const remove = (tx: Transaction) => deleteMembership(tx, place.workspaceId, place.member.id);
    expect(await reportWhile(place, place.as, remove)).toEqual(ended);
    expect(await reporting(place.caller, async () => done(true))).toEqual(ended);
  });

  test("its service account lost impersonation is refused", async () => {
    const place = await makePlace();
    const withdraw = (tx: Transaction) =>
      tx
        .update(serviceAccounts)
        .set({ mayImpersonate: false })
        .where(eq(serviceAccounts.workspaceId, place.workspaceId));
    expect(await reportWhile(place, place.as, withdraw)).toEqual(ended);
  });

  test("its rule was deleted is judged without the rule", async () => {
    const place = await makePlace();
    const { workspaceId, rule } = place;
    const remove = (tx: Transaction) => deleteAccessRule(tx, workspaceId, rule);
    expect(await reportWhile(place, place.caller, remove)).toEqual(done(false));
  });
});

test("reports don’t wait for one another, and a change of rules waits for them", async () => {
  const place = await makePlace();
  const mayModify = (caller: Place["caller"]) =>
    reporting(caller, async (_, access) => done(access.may("modify", place.task)));
  let removed: Promise<unknown> | undefined;
  await whileInTransaction(async (tx) => {
    await shareLocksAsCaller(tx, place.caller, new Date());
    expect(await mayModify(place.as)).toEqual(done(true));
    removed = inTransaction((other) => deleteAccessRule(other, place.workspaceId, place.rule));
    await waitForLockWaiter();
  });
  await removed;
  expect(await mayModify(place.caller)).toEqual(done(false));
});
