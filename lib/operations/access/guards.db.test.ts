import { describe, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { builtInGroup, makeGroup } from "@/db/testing/factories/group";
import { makeInvitation } from "@/db/testing/factories/invitation";
import { makeAccount, makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { join, joinAsAdmin, makeTeam } from "@/db/testing/factories/workspace";
import { makeGuard } from "@/db/testing/guards";
import { closeWorkspace, makeAccessRule, makeProject, makeQueue, makeTask } from "@/db/testing/resources";
import { changesIn } from "@/db/testing/rows";
import { updateTaskProjects } from "@/db/writes/tasks";
import { newGuard } from "@/lib/core/access/guards/forms";
import { GuardsBroken } from "@/lib/core/access/guards/guard";
import { type NewAccessRule, ruleQuery } from "@/lib/core/access/rules/forms";
import type { Outcome } from "@/lib/core/outcome";
import { resultOf } from "@/lib/entry/samples";
import { acceptNotified } from "../invitations/notified-invitations";
import { deleteProject } from "../resources/projects/delete-project";
import { moveProject } from "../resources/projects/move-project";
import { deleteQueue } from "../resources/queues/queues";
import { addGroupMembers, deleteGroup, removeGroupMember } from "../workspace/groups";
import { removeMember, setAdmin } from "../workspace/members";
import { deleteServiceAccount, editServiceAccount } from "../workspace/service-accounts";
import { createGuard, deleteGuard, listGuards } from "./guards";
import { listAccessRulesPage } from "./rule-list";
import { createAccessRule, deleteAccessRule, editAccessRule } from "./rules";

openTestDatabase();

/** Contractors, of whom the member is one, have access to nothing; Payroll is a project with a task in it. */
async function makeClosedTeam() {
  const team = await makeTeam();
  const { workspaceId, owner, member } = team;
  await closeWorkspace(workspaceId);
  const place = { account: owner, workspaceId };
  const as = <P extends Parameters<typeof actingAs>[0]>(permission: P) =>
    actingAs(permission, owner, { workspaceId });
  const payroll = await makeProject(workspaceId, owner);
  return {
    ...{ ...team, place, as, payroll, manager: as("access_rules.manage") },
    task: await makeTask(workspaceId, owner, payroll),
    queue: await makeQueue(workspaceId, owner, "gpu"),
    contractors: await makeGroup(place, "Contractors", [member]),
  };
}

type Team = Awaited<ReturnType<typeof makeClosedTeam>>;

const closed = { name: "Payroll stays closed", allows: false, access: "read", type: "project" } as const;
const keepClosed = ({ place, payroll, contractors }: Team) =>
  makeGuard(place, { ...closed, targetId: payroll, groupId: contractors });
const blank: NewAccessRule = { type: "project", targetId: null, access: "read", userIds: [], groupIds: [] };
const everybody = async ({ workspaceId }: Team) => [await builtInGroup(workspaceId, "users")];
const refusal = (code: string) => ({ ok: false, refusal: { code } });

async function guardsOf({ manager }: Team) {
  return (await listGuards(manager)).map(({ name, brokenAt }) => ({ name, isBroken: brokenAt !== null }));
}

describe("a guard", () => {
  test("is created where it is so, listed as a sentence, deleted, and both are audited", async () => {
    const team = await makeClosedTeam();
    const { workspaceId, manager, payroll, contractors, owner } = team;
    const wanted = { ...closed, targetId: payroll, userId: null, groupId: contractors };
    const { guardId } = resultOf(await createGuard(manager, wanted));
    const statement = `Contractors can’t read the project ${payroll}, or anything in it`;
    expect(await listGuards(manager)).toMatchObject([
      {
        ...{ id: guardId, name: "Payroll stays closed", text: statement, brokenAt: null },
        principal: { id: contractors, name: "Contractors", kind: "group" },
      },
    ]);
    const entry = { actorUserId: owner.id, targetId: guardId, targetName: "Payroll stays closed" };
    expect(await lastAuditEvent(workspaceId, "access_guard.created")).toMatchObject({
      ...entry,
      after: { statement },
    });
    resultOf(await deleteGuard(manager, { guardId }));
    expect(await lastAuditEvent(workspaceId, "access_guard.deleted")).toMatchObject({
      ...entry,
      before: { statement },
    });
    expect(await deleteGuard(manager, { guardId })).toMatchObject(refusal("not_found"));
  });

  test("is refused where it isn't so, and for what isn't in the workspace", async () => {
    const { workspaceId, manager, payroll, queue, contractors, member, stranger, elsewhere } =
      await makeClosedTeam();
    const theirs = await makeProject(elsewhere, stranger);
    const wanted = { ...closed, targetId: payroll, userId: null, groupId: contractors };
    const changes = await changesIn(workspaceId, async () => {
      const table = [
        [{ allows: true }, "conflict"],
        [{ targetId: theirs }, "not_found"],
        [{ targetId: queue }, "not_found"],
        [{ groupId: null, userId: stranger.id }, "not_found"],
        [{ groupId: await builtInGroup(elsewhere, "users") }, "not_found"],
        [{ groupId: null, userId: member.id, allows: true, type: "queue", targetId: queue }, "conflict"],
      ] as const;
      for (const [fields, code] of table) {
        expect(await createGuard(manager, { ...wanted, ...fields })).toMatchObject(refusal(code));
      }
    });
    expect(changes).toEqual([]);
    expect(newGuard.safeParse({ ...wanted, groupId: null }).error?.issues[0]?.path).toEqual(["principal"]);
  });

  test("of another workspace doesn't exist", async () => {
    const team = await makeClosedTeam();
    const guardId = await keepClosed(team);
    const foreigner = actingAs("access_rules.manage", team.stranger, { workspaceId: team.elsewhere });
    expect(await deleteGuard(foreigner, { guardId })).toMatchObject(refusal("not_found"));
    expect(await listGuards(foreigner)).toEqual([]);
  });
});

type Change = (team: Team) => Promise<() => Promise<Outcome<unknown>>>;

/** Each makes 'Contractors can't read Payroll' untrue. */
const opening: Record<string, Change> = {
  "a new rule": async (team) => {
    const groupIds = await everybody(team);
    return () => createAccessRule(team.manager, { ...blank, targetId: team.payroll, groupIds });
  },
  "a rule for a whole type": async (team) => {
    const groupIds = await everybody(team);
    return () => createAccessRule(team.manager, { ...blank, type: "model", groupIds });
  },
  "an edited rule": async (team) => {
    const elsewhere = await makeProject(team.workspaceId, team.owner);
    const rule = { type: "project", access: "read", groupIds: [team.contractors] } as const;
    const ruleId = await makeAccessRule(team.workspaceId, { ...rule, target: elsewhere });
    const edit = { ...blank, ruleId, revision: 1, targetId: team.payroll, groupIds: [team.contractors] };
    return () => editAccessRule(team.manager, edit);
  },
  "a new member of a group": async (team) => {
    const groupId = await makeGroup(team.place, "Accounting");
    const rule = { type: "project", access: "read", groupIds: [groupId] } as const;
    await makeAccessRule(team.workspaceId, { ...rule, target: team.payroll });
    return () => addGroupMembers(team.as("groups.manage"), { groupId, userIds: [team.member.id] });
  },
  "a new admin": async (team) => () =>
    setAdmin(team.as("members.manage"), { userId: team.member.id, admin: true }),
  "a service account made an admin": async (team) => {
    const account = await makeServiceAccount(team.place);
    const traits = { name: account.name, mayImpersonate: false, mayAskDecisions: false, admin: false };
    const { contractors, as } = team;
    const addition = { groupId: contractors, userIds: [account.id] };
    resultOf(await addGroupMembers(as("groups.manage"), addition));
    const edit = { ...traits, admin: true, seen: traits, accountId: account.id };
    return () => editServiceAccount(as("service_accounts.manage"), edit);
  },
  "a new contractor": async (team) => {
    const accountant = await makeAccount();
    await join(team.workspaceId, accountant);
    const rule = { type: "task", access: "read", users: [accountant] } as const;
    await makeAccessRule(team.workspaceId, { ...rule, target: team.task });
    const addition = { groupId: team.contractors, userIds: [accountant.id] };
    return () => addGroupMembers(team.as("groups.manage"), addition);
  },
  "a move": async (team) => {
    const open = await makeProject(team.workspaceId, team.owner);
    const rule = { type: "project", access: "read", groupIds: [team.contractors] } as const;
    await makeAccessRule(team.workspaceId, { ...rule, target: open });
    return () => moveProject(team.as("resources.use"), { projectId: team.payroll, location: open });
  },
};

/** Each makes 'the member can modify the queue' untrue, which a rule for Contractors gives. */
const closing: Record<string, (team: Team, ruleId: string) => Promise<Outcome<unknown>>> = {
  "a deleted rule": ({ manager }, ruleId) => deleteAccessRule(manager, { ruleId, revision: 1 }),
  "a deleted group": ({ as, contractors }) => deleteGroup(as("groups.manage"), { groupId: contractors }),
  "a member taken out of a group": ({ as, contractors, member }) =>
    removeGroupMember(as("groups.manage"), { groupId: contractors, userId: member.id }),
};

async function keepQueueOpen({ workspaceId, place, queue, contractors, member }: Team): Promise<string> {
  const rule = { type: "queue", access: "modify", groupIds: [contractors] } as const;
  const ruleId = await makeAccessRule(workspaceId, { ...rule, target: queue });
  await makeGuard(place, {
    ...{ name: "The member trains", userId: member.id, allows: true, access: "modify" },
    ...{ type: "queue", targetId: queue },
  });
  return ruleId;
}

const anyway = <A extends object>(actor: A) => ({ ...actor, savesAnyway: true as const });

describe("a change that would break a guard is refused with the guard's name, and changes nothing", () => {
  test.each(Object.keys(opening))("what opens: %s", async (name) => {
    const team = await makeClosedTeam();
    await keepClosed(team);
    const change = await opening[name]!(team);
    const changes = await changesIn(team.workspaceId, async () => {
      expect(await change()).toMatchObject({
        ok: false,
        refusal: { code: "guarded", message: expect.stringContaining("“Payroll stays closed”") },
      });
    });
    expect(changes).toEqual([]);
  });

  test.each(Object.keys(closing))("what closes: %s", async (name) => {
    const team = await makeClosedTeam();
    const ruleId = await keepQueueOpen(team);
    const changes = await changesIn(team.workspaceId, async () => {
      expect(await closing[name]!(team, ruleId)).toMatchObject(refusal("guarded"));
    });
    expect(changes).toEqual([]);
  });

  test("from any way in: the transaction that records it can't be committed", async () => {
    const team = await makeClosedTeam();
    await keepClosed(team);
    const { workspaceId, owner, contractors, payroll } = team;
    const loose = await makeTask(workspaceId, owner);
    await makeAccessRule(workspaceId, {
      type: "task",
      access: "read",
      target: loose,
      groupIds: [contractors],
    });
    const moving = inTransaction((tx) => updateTaskProjects(tx, workspaceId, [loose], payroll));
    await expect(moving).rejects.toThrow(GuardsBroken);
  });
});

/** The member can modify what is in Payroll, by a rule for Contractors on the project. */
async function keepTaskOpen(team: Team): Promise<void> {
  const { workspaceId, place, payroll, task, contractors, member } = team;
  const rule = { type: "project", access: "modify", groupIds: [contractors] } as const;
  await makeAccessRule(workspaceId, { ...rule, target: payroll });
  await makeGuard(place, {
    ...{ name: "The member trains", userId: member.id, allows: true, access: "modify" },
    ...{ type: "task", targetId: task },
  });
}

const isKept = [{ name: "The member trains", isBroken: false }];
const force = { force: true, deletesObjects: false };

describe("a deletion", () => {
  test("of a project that leaves its contents is refused where a guard needs a rule about the project", async () => {
    const team = await makeClosedTeam();
    await keepTaskOpen(team);
    const { workspaceId, as, payroll } = team;
    const deletion = { ...force, projectId: payroll, deletesContents: false };
    const changes = await changesIn(workspaceId, async () => {
      expect(await deleteProject(as("resources.use"), deletion)).toMatchObject(refusal("guarded"));
    });
    expect(changes).toEqual([]);
    expect(await guardsOf(team)).toEqual(isKept);
    resultOf(await deleteProject(anyway(as("resources.use")), deletion));
    expect(await lastAuditEvent(workspaceId, "access_guard.overridden")).toMatchObject({
      targetName: "The member trains",
    });
    expect(await guardsOf(team)).toEqual([{ name: "The member trains", isBroken: true }]);
  });

  test("of what a guard is about takes the guard and the rules about it along", async () => {
    const team = await makeClosedTeam();
    await keepQueueOpen(team);
    const { as, manager, queue, payroll, workspaceId, owner } = team;
    const groupId = await builtInGroup(workspaceId, "queue_admins");
    resultOf(await addGroupMembers(as("groups.manage"), { groupId, userIds: [owner.id] }));
    resultOf(await deleteQueue(as("resources.use"), { queueId: queue, force: true }));
    expect(await guardsOf(team)).toEqual([]);
    expect((await listAccessRulesPage(manager, ruleQuery.parse({}))).page.total).toBe(0);
    await keepTaskOpen(team);
    const deletion = { ...force, projectId: payroll, deletesContents: true };
    resultOf(await deleteProject(as("resources.use"), deletion));
    expect(await guardsOf(team)).toEqual([]);
  });

  test("of a service account takes its guards along, and breaks none of its groups", async () => {
    const team = await makeClosedTeam();
    const { place, workspaceId, as, queue, contractors } = team;
    const account = await makeServiceAccount(place, { name: "nightly-eval" });
    const rule = { type: "queue", access: "modify", target: queue } as const;
    await makeAccessRule(workspaceId, { ...rule, users: [account], groupIds: [contractors] });
    const guard = { allows: true, access: "modify", type: "queue", targetId: queue } as const;
    await makeGuard(place, { ...guard, name: "Nightly can write", userId: account.id });
    await makeGuard(place, { ...guard, name: "The member trains", groupId: contractors });
    resultOf(await deleteServiceAccount(as("service_accounts.manage"), { accountId: account.id }));
    expect(await guardsOf(team)).toEqual(isKept);
  });
});

describe("who comes and who goes", () => {
  test("an invitation is accepted whatever the guards say of everybody, since they count before anybody comes", async () => {
    const team = await makeClosedTeam();
    const { workspaceId, place, manager, as, payroll, queue, member } = team;
    resultOf(await removeMember(as("members.manage"), { userId: member.id }));
    const groupId = await builtInGroup(workspaceId, "users");
    const rule = { type: "project", access: "read", groupIds: [groupId] } as const;
    await makeAccessRule(workspaceId, { ...rule, target: payroll });
    // Nobody but the owner is there, to whom nothing can be closed.
    const wanted = { ...closed, targetId: payroll, userId: null, groupId };
    expect(await createGuard(manager, wanted)).toMatchObject(refusal("conflict"));
    await makeGuard(place, {
      ...closed,
      name: "The queue is closed",
      type: "queue",
      targetId: queue,
      groupId,
    });
    const guest = await makePerson("Gus");
    const { invitationId } = await makeInvitation(place, guest.email);
    const switcher = actingAs("workspace.switch", guest);
    resultOf(await acceptNotified(switcher, { workspaceId, invitationId }));
    expect(await guardsOf(team)).toEqual([{ name: "The queue is closed", isBroken: false }]);
    const opened: NewAccessRule = { ...blank, type: "queue", targetId: queue, userIds: [guest.id] };
    expect(await createAccessRule(manager, opened)).toMatchObject(refusal("guarded"));
  });

  test("a rule that goes with the member whom alone it names takes nothing from others", async () => {
    const team = await makeClosedTeam();
    await keepQueueOpen(team);
    const { workspaceId, manager, as, queue } = team;
    const leaving = await makeAccount();
    await join(workspaceId, leaving);
    await makeAccessRule(workspaceId, { type: "queue", access: "modify", target: queue, users: [leaving] });
    resultOf(await removeMember(as("members.manage"), { userId: leaving.id }));
    expect((await listAccessRulesPage(manager, ruleQuery.parse({}))).page.total).toBe(1);
    expect(await guardsOf(team)).toEqual(isKept);
  });
});

describe("a change that breaks a guard", () => {
  test("is saved by an admin who says so, and audited with the guard's name; it then counts when it is true again", async () => {
    const team = await makeClosedTeam();
    await keepClosed(team);
    const { workspaceId, manager, payroll, contractors, owner } = team;
    const rule = { ...blank, targetId: payroll, groupIds: [contractors] };
    const { ruleId } = resultOf(await createAccessRule(anyway(manager), rule));
    expect(await lastAuditEvent(workspaceId, "access_guard.overridden")).toMatchObject({
      ...{ actorUserId: owner.id, targetName: "Payroll stays closed" },
    });
    expect(await guardsOf(team)).toEqual([{ name: "Payroll stays closed", isBroken: true }]);
    // What is broken already is no reason to refuse what comes after.
    resultOf(await createAccessRule(manager, { ...rule, access: "modify" }));
    const second = resultOf(await createAccessRule(manager, rule));
    resultOf(await deleteAccessRule(manager, { ruleId: second.ruleId, revision: 1 }));
    resultOf(await deleteAccessRule(manager, { ruleId, revision: 1 }));
    expect(await guardsOf(team)).toEqual([{ name: "Payroll stays closed", isBroken: true }]);
    await closeWorkspace(workspaceId);
    expect(await guardsOf(team)).toEqual([{ name: "Payroll stays closed", isBroken: false }]);
    expect(await createAccessRule(manager, rule)).toMatchObject(refusal("guarded"));
  });

  test("is refused to somebody who may not manage access rules, whatever they say", async () => {
    const team = await makeClosedTeam();
    const { workspaceId, member } = team;
    const [mine, open] = [await makeProject(workspaceId, member), await makeProject(workspaceId, member)];
    const modify = { type: "project", access: "modify", users: [member] } as const;
    await makeAccessRule(workspaceId, { ...modify, target: mine });
    await makeAccessRule(workspaceId, { ...modify, target: open });
    const other = await makeAccount();
    await join(workspaceId, other);
    await makeAccessRule(workspaceId, { type: "project", access: "read", target: open, users: [other] });
    await makeGuard(team.place, { ...closed, targetId: mine, userId: other.id });
    const user = anyway(actingAs("resources.use", member, { workspaceId }));
    const move = { projectId: mine, location: open };
    expect(await moveProject(user, move)).toEqual({
      ok: false,
      refusal: {
        code: "conflict",
        message: "This would break the guard “Payroll stays closed”. Ask an admin.",
      },
    });
  });

  test("removing a member or an admin is never one", async () => {
    const team = await makeClosedTeam();
    const ruleId = await keepQueueOpen(team);
    const { workspaceId, as, manager, member } = team;
    const second = await makeAccount();
    await joinAsAdmin(workspaceId, second);
    await makeGuard(team.place, { ...closed, allows: true, targetId: team.payroll, userId: second.id });
    resultOf(await removeMember(as("members.manage"), { userId: second.id }));
    resultOf(await removeMember(as("members.manage"), { userId: member.id }));
    resultOf(await deleteAccessRule(manager, { ruleId, revision: 1 }));
    expect(await guardsOf(team)).toEqual([]);
  });
});

describe("a guard goes", () => {
  test("with the object that it is about, and with its group", async () => {
    const team = await makeClosedTeam();
    const { workspaceId, owner, as, place, contractors, payroll } = team;
    await keepClosed(team);
    const other = await makeProject(workspaceId, owner);
    await makeGuard(place, { ...closed, name: "Of the other", targetId: other, groupId: contractors });
    const deletion = { projectId: payroll, force: true, deletesContents: true, deletesObjects: false };
    resultOf(await deleteProject(as("resources.use"), deletion));
    expect(await guardsOf(team)).toEqual([{ name: "Of the other", isBroken: false }]);
    resultOf(await deleteGroup(as("groups.manage"), { groupId: contractors }));
    expect(await guardsOf(team)).toEqual([]);
  });

  test("never by what is new", async () => {
    const team = await makeClosedTeam();
    await keepClosed(team);
    const newcomer = await makeAccount();
    await join(team.workspaceId, newcomer);
    await makeTask(team.workspaceId, team.owner, team.payroll);
    expect(await guardsOf(team)).toEqual([{ name: "Payroll stays closed", isBroken: false }]);
  });
});
