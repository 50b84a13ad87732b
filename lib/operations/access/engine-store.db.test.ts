import { afterEach, describe, expect, test, vi } from "vitest";
import { db, inTransaction } from "@/db/client";
import { findAccessVersion, shareAccessVersion } from "@/db/reads/access-world";
import { accessChanges } from "@/db/schema/access-changes";
import { tasks } from "@/db/schema/tasks";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join } from "@/db/testing/factories/workspace";
import { makeAccessRule, makeProject, makeTask } from "@/db/testing/resources";
import { recordAccessChanges } from "@/db/writes/access-changes";
import { deleteAccessRule, deleteRulesAbout } from "@/db/writes/access-rules";
import type { AccessEngine } from "@/lib/core/access/engine";
import { everyAction } from "@/lib/core/access/types";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { newId } from "@/lib/server/crypto";
import { addGroupMembers, createGroup, deleteGroup, removeGroupMember } from "../workspace/groups";
import { removeMember, setAdmin } from "../workspace/members";
import {
  createServiceAccount,
  deleteServiceAccount,
  editServiceAccount,
} from "../workspace/service-accounts";
import { insertOwnedWorkspace } from "../workspace/workspaces";
import { EngineStore } from "./engine-store";

openTestDatabase();

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const resultOf = <T>(outcome: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T => {
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
};

/** A workspace as sign-up makes it, with two members. */
async function makeTeam() {
  const [owner, ada, bo] = [await makePerson("Olga"), await makePerson("Ada"), await makePerson("Bo")];
  const workspaceId = await inTransaction((tx) =>
    insertOwnedWorkspace(tx, { name: "Lab", ownerUserId: owner.id, isPersonal: false }),
  );
  for (const each of [ada, bo]) await join(workspaceId, each);
  return { owner, ada, bo, workspaceId };
}

async function currentEngine(store: EngineStore, workspaceId: WorkspaceId): Promise<AccessEngine> {
  return store.find(workspaceId, await findAccessVersion(workspaceId, db()));
}

/** Everything that can be asked of an engine about the ids. */
function answers(engine: AccessEngine, principals: readonly string[], objects: readonly string[]) {
  return principals.flatMap((who) =>
    objects.flatMap((object) =>
      everyAction.map((action) => [who, action, object, engine.check(who, action, object)] as const),
    ),
  );
}

describe("the engine of a workspace", () => {
  test("lets everybody modify everything in a new workspace, until the default rules are deleted", async () => {
    const { owner, ada, workspaceId } = await makeTeam();
    const store = new EngineStore();
    const task = await makeTask(workspaceId, owner, await makeProject(workspaceId, owner));
    const before = await currentEngine(store, workspaceId);
    expect(before.check(ada.id, "modify", task)).toBe(true);
    expect(before.check(newId(), "read", task)).toBe(false);
    for (const { id } of [...before.rules.all()]) {
      await inTransaction((tx) => deleteAccessRule(tx, workspaceId, id));
    }
    const after = await currentEngine(store, workspaceId);
    expect(after.check(ada.id, "read", task)).toBe(false);
    expect(after.check(owner.id, "modify", task)).toBe(true);
  });

  test("follows every change of people, groups, rules and resources as if it were loaded anew", async () => {
    const { owner, ada, bo, workspaceId } = await makeTeam();
    const as = <P extends Parameters<typeof actingAs>[0]>(permission: P) =>
      actingAs(permission, owner, { workspaceId, role: "owner" });
    const following = new EngineStore();
    await currentEngine(following, workspaceId);
    const [outer, other] = [await makeProject(workspaceId, owner), await makeProject(workspaceId, owner)];
    const inner = await makeProject(workspaceId, owner, outer);
    const objects = [
      outer,
      other,
      inner,
      await makeTask(workspaceId, owner, inner),
      await makeTask(workspaceId, owner, null),
    ];
    const principals: string[] = [owner.id, ada.id, bo.id];
    const groupId = resultOf(
      await createGroup(as("groups.manage"), { name: "Vision", description: "", userIds: [ada.id] }),
    ).groupId;

    const trainer = () => principals[3] as UserId;

    const steps: (() => Promise<unknown>)[] = [
      async () => {
        const engine = await currentEngine(following, workspaceId);
        for (const { id } of [...engine.rules.all()]) {
          await inTransaction((tx) => deleteAccessRule(tx, workspaceId, id));
        }
      },
      () =>
        makeAccessRule(workspaceId, { type: "project", target: outer, access: "read", groupIds: [groupId] }),
      () => makeAccessRule(workspaceId, { type: "project", target: inner, access: "modify", users: [bo] }),
      () => addGroupMembers(as("groups.manage"), { groupId, userIds: [bo.id] }),
      () => removeGroupMember(as("groups.manage"), { groupId, userId: ada.id }),
      () => setAdmin(as("members.manage"), { userId: ada.id, admin: true }),
      () => setAdmin(as("members.manage"), { userId: ada.id, admin: false }),
      async () => {
        const made = resultOf(
          await createServiceAccount(as("service_accounts.manage"), {
            ...{ name: "Trainer", mayImpersonate: true, mayAskDecisions: false, admin: false },
            ...{ expires: "never", date: "" },
          }),
        );
        principals.push(made.accountId);
      },
      () =>
        makeAccessRule(workspaceId, {
          type: "task",
          target: objects[3] ?? null,
          access: "modify",
          users: [ada, bo],
        }),
      () => removeMember(as("members.manage"), { userId: bo.id }),
      () => join(workspaceId, bo),
      async () => {
        await inTransaction(async (tx) => {
          await deleteRulesAbout(tx, workspaceId, [inner]);
          await recordAccessChanges(tx, workspaceId, [
            { kind: "object_put", object: { id: objects[3] ?? "", type: "task", parent: outer } },
            { kind: "object_removed", id: inner },
          ]);
          await tx.execute(`update tasks set project_id = '${outer}' where id = '${objects[3]}'`);
          await tx.execute(`delete from projects where id = '${inner}'`);
        });
      },
      () => deleteGroup(as("groups.manage"), { groupId }),
      () =>
        editServiceAccount(as("service_accounts.manage"), {
          ...{
            accountId: trainer(),
            name: "Trainer",
            mayImpersonate: false,
            mayAskDecisions: false,
            admin: true,
          },
          seen: { name: "Trainer", mayImpersonate: true, mayAskDecisions: false, admin: false },
        }),
      () => deleteServiceAccount(as("service_accounts.manage"), { accountId: trainer() }),
    ];
    for (const [at, step] of steps.entries()) {
      await step();
      const [followed, loaded] = [
        await currentEngine(following, workspaceId),
        await currentEngine(new EngineStore(), workspaceId),
      ];
      expect(followed, `step ${at}`).not.toBe(loaded);
      expect(answers(followed, principals, objects), `step ${at}`).toEqual(
        answers(loaded, principals, objects),
      );
      expect([...followed.rules.all()].map(({ id }) => id).sort(), `step ${at}`).toEqual(
        [...loaded.rules.all()].map(({ id }) => id).sort(),
      );
    }
  });

  test("is read whole again where the changes do not reach back", async () => {
    const { owner, ada, workspaceId } = await makeTeam();
    const store = new EngineStore();
    const before = await currentEngine(store, workspaceId);
    const task = await makeTask(workspaceId, owner, null);
    await db().delete(accessChanges);
    const after = await currentEngine(store, workspaceId);
    expect(after).not.toBe(before);
    expect(after.check(ada.id, "read", task)).toBe(true);
  });

  test("in a transaction that holds the version still, knows nothing that is not committed", async () => {
    const { owner, ada, workspaceId } = await makeTeam();
    const store = new EngineStore();
    await currentEngine(store, workspaceId);
    const task = await makeTask(workspaceId, owner, null);
    await inTransaction(async (tx) => {
      const engine = await store.findIn(tx, workspaceId, await shareAccessVersion(tx, workspaceId));
      expect(engine.check(ada.id, "modify", task)).toBe(true);
      const fresh = await new EngineStore().findIn(
        tx,
        workspaceId,
        await shareAccessVersion(tx, workspaceId),
      );
      expect(fresh.check(ada.id, "modify", task)).toBe(true);
    });
  });

  test("answers as of the version that was read, however many ask at once", async () => {
    const { owner, ada, workspaceId } = await makeTeam();
    const store = new EngineStore();
    for (let round = 0; round < 20; round += 1) {
      const task = await makeTask(workspaceId, owner, null);
      const version = await findAccessVersion(workspaceId, db());
      const engines = await Promise.all(Array.from({ length: 8 }, () => store.find(workspaceId, version)));
      expect(engines.map((engine) => engine.check(ada.id, "read", task))).toEqual(Array(8).fill(true));
    }
    expect(store.workspaces).toBe(1);
  });

  test("of one workspace knows nothing of another", async () => {
    const { owner, workspaceId } = await makeTeam();
    const elsewhere = await makeTeam();
    const store = new EngineStore();
    const task = await makeTask(elsewhere.workspaceId, elsewhere.owner, null);
    const engine = await currentEngine(store, workspaceId);
    expect(engine.check(owner.id, "visible", task)).toBe(false);
    expect(engine.check(elsewhere.owner.id, "visible", task)).toBe(false);
  });
});

describe("what a store keeps", () => {
  test("is dropped once nobody has asked for a quarter of an hour, and read again when somebody does", async () => {
    const [idle, used] = [await makeTeam(), await makeTeam()];
    const task = await makeTask(idle.workspaceId, idle.owner);
    const start = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: start });
    const store = new EngineStore();
    const first = await currentEngine(store, idle.workspaceId);
    await currentEngine(store, used.workspaceId);
    vi.setSystemTime(start + 14 * 60_000);
    store.sweep();
    expect(store.workspaces).toBe(2);
    await currentEngine(store, used.workspaceId);
    vi.setSystemTime(start + 16 * 60_000);
    store.sweep();
    expect(store.workspaces).toBe(1);
    const again = await currentEngine(store, idle.workspaceId);
    expect(again).not.toBe(first);
    expect(again.check(idle.ada.id, "modify", task)).toBe(true);
  });

  test("has bounds: by objects as they are now, and by workspaces, the longest unused are dropped", async () => {
    const [a, b, c] = [await makeTeam(), await makeTeam(), await makeTeam()];
    const objects = (await currentEngine(new EngineStore(), a.workspaceId)).objects;
    const start = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: start });
    const asked = async (store: EngineStore, at: number, ...teams: { workspaceId: WorkspaceId }[]) => {
      vi.setSystemTime(start + at);
      for (const { workspaceId } of teams) await currentEngine(store, workspaceId);
    };
    const byObjects = new EngineStore({ objects: 2 * objects + 1, engines: 10 });
    await asked(byObjects, 1, a, b);
    expect(byObjects.workspaces).toBe(2);
    for (let made = 0; made < 2; made += 1) await makeTask(a.workspaceId, a.owner);
    await asked(byObjects, 2, b);
    await asked(byObjects, 3, a);
    expect(byObjects.workspaces).toBe(2);
    await asked(byObjects, 4, c);
    expect(byObjects.workspaces).toBe(1);

    const byWorkspaces = new EngineStore({ objects: 1_000, engines: 2 });
    await asked(byWorkspaces, 5, a);
    await asked(byWorkspaces, 6, b);
    const engineOfB = await currentEngine(byWorkspaces, b.workspaceId);
    await asked(byWorkspaces, 7, c);
    expect(byWorkspaces.workspaces).toBe(2);
    expect(await currentEngine(byWorkspaces, b.workspaceId)).toBe(engineOfB);
  });
});

test("others get their turn while an engine is loaded", async () => {
  const { owner, workspaceId } = await makeTeam();
  const project = await makeProject(workspaceId, owner);
  const objects = 200;
  await inTransaction(async (tx) => {
    const at = new Date();
    const rows = Array.from({ length: objects }, () => ({
      ...{ workspaceId, id: newId(), projectId: project, name: "Train", type: "training" as const },
      ...{
        status: "created" as const,
        ownerUserId: owner.id,
        createdAt: at,
        updatedAt: at,
        statusChangedAt: at,
      },
    }));
    await tx.insert(tasks).values(rows);
  });
  let clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (clock += 6));
  let turnsOfOthers = 0;
  let isLoading = true;
  const other = () => {
    turnsOfOthers += 1;
    if (isLoading) setImmediate(other);
  };
  setImmediate(other);
  const engine = await currentEngine(new EngineStore(), workspaceId);
  isLoading = false;
  expect(engine.objects).toBeGreaterThan(objects);
  expect(turnsOfOthers).toBeGreaterThan(objects / 3);
});
