import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { findAccessVersion } from "@/db/reads/access-world";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { builtInGroup, makeGroup } from "@/db/testing/factories/group";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeProject, makeQueue, makeTask } from "@/db/testing/resources";
import { changesIn } from "@/db/testing/rows";
import { type AccessRuleEdit, type NewAccessRule, newAccessRule } from "@/lib/core/access/rules/forms";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { resultOf } from "@/lib/entry/samples";
import { newId } from "@/lib/server/crypto";
import { deleteProject } from "../resources/projects/delete-project";
import { deleteQueue } from "../resources/queues/queues";
import { deleteTask } from "../resources/tasks/delete-task";
import { addGroupMembers, deleteGroup } from "../workspace/groups";
import { removeMember } from "../workspace/members";
import { engineStore } from "./engine-store";
import { findAccessRule } from "./rule-list";
import { createAccessRule, deleteAccessRule, editAccessRule } from "./rules";

openTestDatabase();

/** Without the rules that a workspace begins with. */
async function makeClosedTeam() {
  const team = await makeTeam();
  const { workspaceId, owner, stranger, elsewhere } = team;
  await closeWorkspace(workspaceId);
  const project = await makeProject(workspaceId, owner);
  const as = <P extends Parameters<typeof actingAs>[0]>(permission: P) =>
    actingAs(permission, owner, { workspaceId });
  return {
    ...team,
    project,
    as,
    place: { account: owner, workspaceId },
    manager: as("access_rules.manage"),
    foreigner: actingAs("access_rules.manage", stranger, { workspaceId: elsewhere }),
    task: await makeTask(workspaceId, owner, project),
  };
}

const blank: NewAccessRule = { type: "project", targetId: null, access: "read", userIds: [], groupIds: [] };
const refusal = (code: string) => ({ ok: false, refusal: { code } });

async function engineOf(workspaceId: WorkspaceId) {
  return engineStore().find(workspaceId, await findAccessVersion(workspaceId, db()));
}

async function may(workspaceId: WorkspaceId, who: { id: string }, action: string, objectId: string) {
  return (await engineOf(workspaceId)).check(who.id, action, objectId);
}

describe("creating an access rule", () => {
  test("gives its users and groups what it says at once, and records who did it, in names", async () => {
    const { workspaceId, manager, member, owner, project, task, place } = await makeClosedTeam();
    const groupId = await makeGroup(place, "Vision");
    expect(await may(workspaceId, member, "read", task)).toBe(false);
    const wanted = { ...blank, targetId: project, userIds: [member.id], groupIds: [groupId] };
    const { ruleId } = resultOf(await createAccessRule(manager, wanted));
    expect(await may(workspaceId, member, "read", task)).toBe(true);
    expect(await may(workspaceId, member, "modify", task)).toBe(false);
    expect(await lastAuditEvent(workspaceId, "access_rule.created")).toMatchObject({
      actorUserId: owner.id,
      targetId: ruleId,
      targetName: project,
      after: {
        type: "Project",
        resource: project,
        permission: "Read only",
        users: [member.email],
        groups: ["Vision"],
      },
    });
  });

  test("knows the built-in groups by their kind", async () => {
    const { workspaceId, manager, member, task } = await makeClosedTeam();
    const groupIds = [await builtInGroup(workspaceId, "users")];
    resultOf(await createAccessRule(manager, { ...blank, type: "task", access: "modify", groupIds }));
    expect(await may(workspaceId, member, "modify", task)).toBe(true);
    expect(await lastAuditEvent(workspaceId, "access_rule.created")).toMatchObject({
      targetName: "All tasks",
    });
  });

  test("is refused with objects of another type or workspace, and with users and groups who are not there", async () => {
    const { workspaceId, manager, member, project, task, stranger, elsewhere } = await makeClosedTeam();
    const users = { userIds: [member.id] };
    const theirProject = await makeProject(elsewhere, stranger);
    const theirGroup = await builtInGroup(elsewhere, "users");
    const changes = await changesIn(workspaceId, async () => {
      const refused: [Partial<NewAccessRule>, string][] = [
        [{ ...users, targetId: task }, "targetId"],
        [{ ...users, type: "task", targetId: project }, "targetId"],
        [{ ...users, targetId: theirProject }, "targetId"],
        [{ ...users, targetId: newId() }, "targetId"],
        [{ ...users, type: "app_category", targetId: project }, "targetId"],
        [{ userIds: [member.id, stranger.id] }, "principals"],
        [{ groupIds: [theirGroup] }, "principals"],
      ];
      for (const [fields, field] of refused) {
        const outcome = await createAccessRule(manager, { ...blank, ...fields });
        expect(outcome).toMatchObject({
          ok: false,
          refusal: { code: "not_found", fields: { [field]: expect.any(String) } },
        });
      }
    });
    expect(changes).toEqual([]);
  });

  test("is not done where it cannot be recorded", async () => {
    const { workspaceId, manager, member, task } = await makeClosedTeam();
    await blockAudit(workspaceId);
    await expect(
      createAccessRule(manager, { ...blank, type: "task", userIds: [member.id] }),
    ).rejects.toThrow();
    expect(await may(workspaceId, member, "read", task)).toBe(false);
  });
});

test("a rule needs a user or a group, and names each once", () => {
  expect(newAccessRule.safeParse(blank).error?.issues[0]?.path).toEqual(["principals"]);
  const id = newId();
  expect(newAccessRule.parse({ ...blank, userIds: [id, id], groupIds: [] }).userIds).toEqual([id]);
});

describe("editing an access rule", () => {
  test("replaces all of it, and records it before and after", async () => {
    const { workspaceId, manager, member, project, task, place } = await makeClosedTeam();
    const groupId = await makeGroup(place, "Vision", [member]);
    const ruleId = await makeAccessRule(workspaceId, {
      ...{ type: "project", target: project, access: "read", users: [member] },
    });
    const outcome = await editAccessRule(manager, {
      ...{ ruleId, revision: 1, type: "task", targetId: task, access: "modify" },
      ...{ userIds: [], groupIds: [groupId] },
    });
    expect(outcome).toEqual({ ok: true, value: { saved: true } });
    expect(await may(workspaceId, member, "read", project)).toBe(false);
    expect(await may(workspaceId, member, "modify", task)).toBe(true);
    expect(resultOf(await findAccessRule(manager, { ruleId }))).toMatchObject({
      ...{ type: "task", access: "modify", revision: 2, users: [] },
      object: { id: task, name: "Train", path: project },
      groups: [{ id: groupId, name: "Vision" }],
    });
    expect(await lastAuditEvent(workspaceId, "access_rule.edited")).toMatchObject({
      targetId: ruleId,
      targetName: `${project}/Train`,
      before: {
        type: "Project",
        resource: project,
        permission: "Read only",
        users: [member.email],
        groups: [],
      },
      after: { type: "Task", permission: "Read & modify", users: [], groups: ["Vision"] },
    });
  });

  test("shows the second of two editors what the first saved, and saves neither over the other", async () => {
    const { workspaceId, manager, member, owner } = await makeClosedTeam();
    const ruleId = await makeAccessRule(workspaceId, {
      ...{ type: "task", target: null, access: "read", users: [member] },
    });
    const edit: AccessRuleEdit = { ...blank, ruleId, revision: 1, type: "task" };
    const first: AccessRuleEdit = { ...edit, access: "modify", userIds: [member.id] };
    const second = { ...edit, userIds: [member.id, owner.id] };
    expect(await editAccessRule(manager, first)).toMatchObject({ value: { saved: true } });
    const changes = await changesIn(workspaceId, async () => {
      expect(await editAccessRule(manager, second)).toMatchObject({
        value: { saved: false, theirs: { revision: 2, access: "modify" } },
      });
      expect(await deleteAccessRule(manager, { ruleId, revision: 1 })).toMatchObject(refusal("conflict"));
      // What is there already is no conflict.
      expect(await editAccessRule(manager, first)).toMatchObject({ value: { saved: true } });
    });
    expect(changes).toEqual([]);
    const again = await editAccessRule(manager, { ...second, revision: 2 });
    expect(again).toMatchObject({ value: { saved: true } });
  });
});

describe("deleting an access rule", () => {
  test("takes what it gave, but for what another rule gives, and records what it was", async () => {
    const { workspaceId, manager, member, project, task } = await makeClosedTeam();
    const make = (type: "project" | "task", access: "read" | "modify") =>
      makeAccessRule(workspaceId, {
        type,
        target: type === "task" ? task : project,
        access,
        users: [member],
      });
    const ruleId = await make("project", "modify");
    await make("task", "read");
    expect(await deleteAccessRule(manager, { ruleId, revision: 1 })).toEqual({
      ok: true,
      value: { resource: project },
    });
    expect(await may(workspaceId, member, "read", project)).toBe(false);
    expect(await may(workspaceId, member, "read", task)).toBe(true);
    expect(await may(workspaceId, member, "modify", task)).toBe(false);
    expect(await lastAuditEvent(workspaceId, "access_rule.deleted")).toMatchObject({
      targetId: ruleId,
      before: { resource: project, permission: "Read & modify", users: [member.email] },
    });
    expect(await deleteAccessRule(manager, { ruleId, revision: 1 })).toMatchObject(refusal("not_found"));
  });
});

test("a rule of another workspace does not exist", async () => {
  const { workspaceId, foreigner, member } = await makeClosedTeam();
  const ruleId = await makeAccessRule(workspaceId, {
    ...{ type: "task", target: null, access: "read", users: [member] },
  });
  const changes = await changesIn(workspaceId, async () => {
    const edit = { ...blank, ruleId, revision: 1, userIds: [foreigner.userId] };
    expect(await editAccessRule(foreigner, edit)).toMatchObject(refusal("not_found"));
    expect(await deleteAccessRule(foreigner, { ruleId, revision: 1 })).toMatchObject(refusal("not_found"));
    expect(await findAccessRule(foreigner, { ruleId })).toMatchObject(refusal("not_found"));
  });
  expect(changes).toEqual([]);
});

describe("what a rule names", () => {
  test("goes with it: a rule stays while it names somebody else, and is deleted with the last", async () => {
    const { workspaceId, manager, member, owner, as, place, project } = await makeClosedTeam();
    const groupId = await makeGroup(place, "Vision", [member]);
    const rule = (users: { id: typeof owner.id }[], groupIds: string[]) =>
      makeAccessRule(workspaceId, { type: "project", target: project, access: "read", users, groupIds });
    const [alone, grouped, shared] = [
      await rule([member], []),
      await rule([], [groupId]),
      await rule([member, owner], [groupId]),
    ];
    const find = async (ruleId: string) => {
      const outcome = await findAccessRule(manager, { ruleId });
      return outcome.ok ? [...outcome.value.users, ...outcome.value.groups].map(({ id }) => id) : undefined;
    };
    resultOf(await removeMember(as("members.manage"), { userId: member.id }));
    expect([await find(alone), await find(grouped)]).toEqual([undefined, [groupId]]);
    expect(await find(shared)).toEqual([owner.id, groupId]);
    resultOf(await deleteGroup(as("groups.manage"), { groupId }));
    expect([await find(grouped), await find(shared)]).toEqual([undefined, [owner.id]]);
    expect([...(await engineOf(workspaceId)).rules.all()].map(({ id }) => id)).toEqual([shared]);
  });

  test.each(["project", "task", "queue"] as const)(
    "goes with the rules about it: a deleted %s",
    async (type) => {
      const { workspaceId, manager, member, owner, as, project, task } = await makeClosedTeam();
      const queue = await makeQueue(workspaceId, owner);
      const target = { project, task, queue }[type];
      const ruleId = await makeAccessRule(workspaceId, { type, target, access: "read", users: [member] });
      const user = as("resources.use");
      if (type === "project") {
        resultOf(
          await deleteProject(user, {
            projectId: project,
            force: true,
            deletesContents: true,
            deletesObjects: false,
          }),
        );
      } else if (type === "task")
        resultOf(
          await deleteTask(user, task, {
            force: true,
            deletesModels: true,
            deletesObjects: false,
            withSteps: false,
          }),
        );
      else {
        const queueAdmins = await builtInGroup(workspaceId, "queue_admins");
        const addition = { groupId: queueAdmins, userIds: [owner.id] };
        resultOf(await addGroupMembers(as("groups.manage"), addition));
        resultOf(await deleteQueue(user, { queueId: queue, force: true }));
      }
      expect(await findAccessRule(manager, { ruleId })).toMatchObject(refusal("not_found"));
      expect([...(await engineOf(workspaceId)).rules.all()]).toEqual([]);
    },
  );
});
