import type { Transaction } from "@/db/client";
import {
  countGroupMembers,
  countGroups,
  type GroupMemberRow,
  type GroupRow,
  listGroupMembers,
  listGroups,
} from "@/db/reads/group-list";
import {
  findGroupIdByName,
  findGroupWithVaults,
  type GroupView,
  listGroupCandidates,
  type NamedMember,
  findGroup as readGroup,
} from "@/db/reads/groups";
import { deleteGroup as deleteGroupRow, insertGroups, updateGroup } from "@/db/writes/groups";
import { deleteGroupMember, insertGroupMembers } from "@/db/writes/memberships";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, readPage } from "@/lib/core/page";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type {
  GroupAddition,
  GroupChoice,
  GroupEdit,
  GroupRemoval,
  GroupTexts,
  NewGroup,
} from "@/lib/core/workspace/group";
import type { GroupMemberQuery, GroupQuery } from "@/lib/core/workspace/group-list";
import { whyMemberStays, whyMembersStay, whyNotChanged } from "@/lib/core/workspace/group-words";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";

export type { GroupMemberRow, GroupRow, GroupView };

type Manager = ActorWith<"groups.manage">;

const perPage = 50;

export async function listGroupsPage(actor: Manager, query: GroupQuery): Promise<Page<GroupRow>> {
  const { page } = await readPage(
    query.page,
    perPage,
    countGroups(actor.workspaceId, query.search),
    (bounds) => listGroups(actor.workspaceId, query, bounds),
    (total) => total,
  );
  return page;
}

export function findGroup(
  actor: Manager,
  choice: GroupChoice,
): Promise<(GroupView & { vaults: number }) | undefined> {
  return findGroupWithVaults(actor.workspaceId, choice.groupId);
}

/** A page of those who fit the search, and how many are in the group in all. */
export async function listGroupMembersPage(
  actor: Manager,
  group: GroupView,
  query: GroupMemberQuery,
): Promise<{ total: number; page: Page<GroupMemberRow> }> {
  const { counted, page } = await readPage(
    query.page,
    perPage,
    countGroupMembers(actor.workspaceId, group, query.search),
    (bounds) => listGroupMembers(actor.workspaceId, group, query, bounds),
    ({ found }) => found,
  );
  return { total: counted.total, page };
}

const gone = refused("not_found", "This group no longer exists.");
const strangers = "A member you chose is no longer in the workspace.";

export async function createGroup(actor: Manager, wanted: NewGroup): Promise<Outcome<{ groupId: string }>> {
  return actingIn(actor, "groups.manage", async (tx, revalidated) => {
    if (await findGroupIdByName(actor.workspaceId, wanted.name, tx)) return nameTaken(wanted.name);
    const groupId = newId();
    const members = await listGroupCandidates(actor.workspaceId, groupId, wanted.userIds, tx);
    if (members.length < wanted.userIds.length)
      return refused("not_found", strangers, { userIds: strangers });
    const createdAt = now();
    const texts = { name: wanted.name, description: wanted.description };
    await insertGroups(tx, actor.workspaceId, [{ id: groupId, ...texts, createdAt }]);
    await insertGroupMembers(tx, actor.workspaceId, groupId, wanted.userIds, createdAt);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "group.created",
      targetId: groupId,
      targetName: wanted.name,
      after: { ...texts, members: members.map(auditedMember) },
    });
    return done({ groupId });
  });
}

export type GroupEditResult = { saved: true } | { saved: false; theirs: GroupTexts };

/** If somebody else saved first, the refusal contains the saved values, so that the form can show both. */
export async function editGroup(actor: Manager, edit: GroupEdit): Promise<Outcome<GroupEditResult>> {
  return actingIn(actor, "groups.manage", async (tx, revalidated): Promise<Outcome<GroupEditResult>> => {
    const group = await readGroup(actor.workspaceId, edit.groupId, tx);
    if (!group) return gone;
    const reason = whyNotChanged(group.builtIn);
    if (reason) return refused("conflict", reason);
    const before = { name: group.name, description: group.description };
    const after = { name: edit.name, description: edit.description };
    if (isSame(before, after)) return done({ saved: true });
    if (!isSame(before, edit.base)) return done({ saved: false, theirs: before });
    const namesake = await findGroupIdByName(actor.workspaceId, edit.name, tx);
    if (namesake && namesake !== group.id) return nameTaken(edit.name);
    await updateGroup(tx, actor.workspaceId, group.id, after);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "group.edited",
      targetId: group.id,
      targetName: edit.name,
      before,
      after,
    });
    return done({ saved: true });
  });
}

/** The access that it gave to its members ends immediately, unless they also have it in another way. */
export async function deleteGroup(actor: Manager, choice: GroupChoice): Promise<Outcome<{ name: string }>> {
  return actingIn(
    actor,
    "groups.manage",
    async (tx, revalidated) => {
      const group = await readGroup(actor.workspaceId, choice.groupId, tx);
      if (!group) return gone;
      const reason = whyNotChanged(group.builtIn);
      if (reason) return refused("conflict", reason);
      const { members, vaults, rules } = await deleteGroupRow(tx, actor.workspaceId, group.id);
      await recordAudit(tx, subjectOf(revalidated), {
        event: "group.deleted",
        targetId: group.id,
        targetName: group.name,
        before: { name: group.name, description: group.description, members, vaults, rules },
      });
      return done({ name: group.name });
    },
    { takesAway: true },
  );
}

export async function addGroupMembers(
  actor: Manager,
  addition: GroupAddition,
): Promise<Outcome<{ added: number }>> {
  return actingIn(actor, "groups.manage", async (tx, revalidated) => {
    const group = await readGroup(actor.workspaceId, addition.groupId, tx);
    if (!group) return gone;
    const reason = whyMembersStay(group.builtIn);
    if (reason) return refused("conflict", reason);
    const members = await listGroupCandidates(actor.workspaceId, group.id, addition.userIds, tx);
    if (members.length < addition.userIds.length) {
      return refused("not_found", strangers, { userIds: strangers });
    }
    const added = members.filter(({ isMember }) => !isMember);
    if (added.length === 0) return done({ added: 0 });
    const userIds = added.map(({ userId }) => userId);
    await insertGroupMembers(tx, actor.workspaceId, group.id, userIds, now());
    await recordMembersChange(tx, revalidated, group, "added", added);
    return done({ added: added.length });
  });
}

export async function removeGroupMember(
  actor: Manager,
  removal: GroupRemoval,
): Promise<Outcome<{ name: string }>> {
  return actingIn(
    actor,
    "groups.manage",
    async (tx, revalidated) => {
      const group = await readGroup(actor.workspaceId, removal.groupId, tx);
      if (!group) return gone;
      const [member] = await listGroupCandidates(actor.workspaceId, group.id, [removal.userId], tx);
      const reason = whyMembersStay(group.builtIn) ?? whyMemberStays(group.builtIn, member?.isOwner ?? false);
      if (reason) return refused("conflict", reason);
      if (!member?.isMember) return refused("not_found", `They are no longer in “${group.name}”.`);
      await deleteGroupMember(tx, actor.workspaceId, group.id, removal.userId);
      await recordMembersChange(tx, revalidated, group, "removed", [member]);
      return done({ name: member.name });
    },
    { takesAway: true },
  );
}

/** Each new or former admin gets an entry of their own, as with changes under Users. */
async function recordMembersChange(
  tx: Transaction,
  revalidated: Revalidated,
  group: GroupView,
  change: "added" | "removed",
  members: readonly NamedMember[],
): Promise<void> {
  if (group.builtIn === "admins") {
    for (const member of members) {
      await recordAudit(tx, subjectOf(revalidated), {
        event: change === "added" ? "member.made_admin" : "member.unmade_admin",
        targetId: member.userId,
        targetName: member.email ?? member.name,
      });
    }
    return;
  }
  await recordAudit(tx, subjectOf(revalidated), {
    event: change === "added" ? "group.members_added" : "group.members_removed",
    targetId: group.id,
    targetName: group.name,
    [change === "added" ? "after" : "before"]: { members: members.map(auditedMember) },
  });
}

function auditedMember({ userId, name, email }: NamedMember) {
  return { userId, name: email ?? name };
}

function isSame(one: GroupTexts, other: GroupTexts): boolean {
  return one.name === other.name && one.description === other.description;
}

function nameTaken(name: string) {
  const message = `A group named “${name}” already exists.`;
  return refused("conflict", message, { name: message });
}
