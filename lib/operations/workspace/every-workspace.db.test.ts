import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { listEveryWorkspaceOfUser } from "@/db/reads/memberships";
import { memberships } from "@/db/schema/memberships";
import { vaults } from "@/db/schema/vaults";
import { countAuditEvents } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makeInvitation } from "@/db/testing/factories/invitation";
import { makePerson, type TestPerson, unprove } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { waitForLockWaiter, whileInTransaction } from "@/db/testing/locks";
import { lockWorkspace } from "@/db/writes/audit-events";
import { ensureInstallation } from "@/db/writes/installation";
import { takeLocks } from "@/db/writes/locks";
import { insertMembership } from "@/db/writes/memberships";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { sampleVaultEdit } from "@/lib/entry/samples";
import { newToken } from "@/lib/server/crypto";
import { renameSelf } from "../account/accounts";
import { removeAccount } from "../account/administration";
import { takeOverAccount } from "../account/take-over";
import { acceptByProving } from "../invitations/accept-by-proving";
import { saveOwnVault } from "../vaults/vaults";
import { findKnownWorkspaces, retryWhenJoined } from "./every-workspace";

openTestDatabase();
beforeAll(async () => {
  await ensureInstallation(newToken(), new Date());
});

const shared = 205;

/** More than any list shows, with a vault in each that is on. */
async function makeFarAndWide() {
  const [person, owner] = [await makePerson("Wide"), await makePerson("Olga")];
  await unprove(person);
  for (let made = 0; made < shared; made += 1) await join(await makeWorkspace(owner), person);
  const everywhere = await listEveryWorkspaceOfUser(person.id);
  expect(everywhere).toHaveLength(shared + 1);
  for (const { id: workspaceId } of everywhere) {
    await saveOwnVault(actingAs("vaults.edit_own", person, { workspaceId }), sampleVaultEdit);
  }
  return person;
}

const takeOver = (account: TestPerson) =>
  retryWhenJoined(async () => {
    const known = await findKnownWorkspaces(account.id);
    await inTransaction((tx) => takeOverAccount(tx, { account, passwordHash: null, ip: "192.0.2.5", known }));
  });

test("what is changed in every workspace is changed in the 201st too", async () => {
  const person = await makeFarAndWide();
  expect(await renameSelf(actingAs("profile.edit", person), { name: "Wider" })).toMatchObject({ ok: true });
  const named = and(eq(memberships.userId, person.id), eq(memberships.name, "Wider"));
  expect(await db().$count(memberships, named)).toBe(shared + 1);

  const on = and(eq(vaults.ownerUserId, person.id), eq(vaults.enabled, true));
  expect(await db().$count(vaults, on)).toBe(shared + 1);
  await takeOver(person);
  expect(await db().$count(vaults, on)).toBe(0);

  expect(await removeAccount(person.email)).toEqual({ ok: true, value: { workspaces: shared + 1 } });
  expect(await db().$count(memberships, eq(memberships.userId, person.id))).toBe(0);
}, 120_000);

describe("a workspace that is joined while the others are about to be locked", () => {
  /** The person comes into another workspace after the list was read, and before anything is written. */
  async function joinBetween<T>(person: TestPerson, act: () => Promise<T>): Promise<[T, WorkspaceId]> {
    const workspaceId = await makeWorkspace(await makePerson("Sam"));
    let acting: Promise<T> | undefined;
    await whileInTransaction(async (tx) => {
      await takeLocks(tx, { accounts: [person.id] });
      acting = act();
      await waitForLockWaiter();
      await insertMembership(tx, workspaceId, person.id, new Date());
    });
    return [await (acting as Promise<T>), workspaceId];
  }
  const memberIn = async (workspaceId: WorkspaceId, person: TestPerson) => {
    const [row] = await db()
      .select()
      .from(memberships)
      .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, person.id)));
    return row;
  };

  test("gets the new name too", async () => {
    const person = await makePerson("Ada");
    const actor = actingAs("profile.edit", person);
    const [outcome, joined] = await joinBetween(person, () => renameSelf(actor, { name: "Ada King" }));
    expect(outcome).toMatchObject({ ok: true });
    expect(await memberIn(joined, person)).toMatchObject({ name: "Ada King" });
  });

  test("is left too by an account that is removed", async () => {
    const person = await makePerson("Rita");
    const [outcome, joined] = await joinBetween(person, () => removeAccount(person.email));
    expect(outcome).toEqual({ ok: true, value: { workspaces: 2 } });
    expect(await memberIn(joined, person)).toBeUndefined();
    expect(await countAuditEvents(joined)).toBe(1);
  });
});

describe("two changes of the same workspaces at the same time", () => {
  const rename = (person: TestPerson) => () =>
    renameSelf(actingAs("profile.edit", person), { name: `${person.name} King` });
  const takingOver = (person: TestPerson) => async () => ({ ok: true, value: await takeOver(person) });

  /** Two people who joined the same two workspaces in opposite orders. */
  async function makePair() {
    const owner = await makePerson("Olga");
    const [low, high] = [await makeWorkspace(owner), await makeWorkspace(owner)].sort() as [
      WorkspaceId,
      WorkspaceId,
    ];
    const [one, other] = [await makePerson("One"), await makePerson("Other")];
    await join(high, one);
    await join(low, one);
    await join(low, other);
    await join(high, other);
    return { low, high, owner, one, other };
  }
  type Act = () => Promise<{ ok: boolean }>;

  test.each<[string, (pair: Awaited<ReturnType<typeof makePair>>) => Promise<[Act, Act]>]>([
    ["renames", async ({ one, other }) => [rename(one), rename(other)]],
    ["take-overs", async ({ one, other }) => [takingOver(one), takingOver(other)]],
    ["a take-over and a rename", async ({ one, other }) => [takingOver(one), rename(other)]],
    [
      "one who proves an address by an invitation, and a rename",
      async ({ low, high, owner, other }) => {
        const newcomer = await makePerson("New");
        await join(low, newcomer);
        await unprove(newcomer);
        const { token } = await makeInvitation(
          { account: owner, workspaceId: high },
          newcomer.email,
          "mailed",
        );
        return [() => acceptByProving({ token, password: "correct horse battery" }, null), rename(other)];
      },
    ],
  ])("don’t wait for each other: %s", async (_, begin) => {
    const pair = await makePair();
    const [first, second] = await begin(pair);
    let both: Promise<{ ok: boolean }[]> | undefined;
    await whileInTransaction(async (tx) => {
      await lockWorkspace(tx, pair.high);
      const one = first();
      await waitForLockWaiter();
      const other = second();
      both = Promise.all([one, other]);
      await waitForLockWaiter(2);
    });
    expect(await both).toMatchObject([{ ok: true }, { ok: true }]);
  });
});
