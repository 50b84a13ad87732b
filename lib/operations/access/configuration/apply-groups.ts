import { deleteGroup, insertGroups, updateGroup } from "@/db/writes/groups";
import { deleteGroupMembers, insertGroupMembers } from "@/db/writes/memberships";
import { FactNames } from "@/lib/core/access/configuration/names";
import type { ConfigurationPlan } from "@/lib/core/access/configuration/plan";
import { newId } from "@/lib/server/crypto";
import { type AuditFacts, recordAuditOfEach } from "../../audit/audit";
import { type ConfigurationChange, inPieces, type NewGroupIds } from "./change";

const membersAtOnce = 1_000;
const groupsAtOnce = 500;

export async function writeGroups(
  { tx, workspaceId, changer, facts, at }: ConfigurationChange,
  { groups }: ConfigurationPlan,
): Promise<NewGroupIds> {
  const names = new FactNames(facts);
  const shown = (userIds: readonly string[]) =>
    userIds.map((userId) => ({ userId, name: names.member(userId) }));
  const entries: AuditFacts[] = [];
  const added = groups.added.map((group) => ({ ...group, planId: group.id, id: newId() }));
  for (const some of inPieces(added, groupsAtOnce)) {
    const rows = some.map(({ id, name, description }) => ({ id, name, description, createdAt: at }));
    await insertGroups(tx, workspaceId, rows);
  }
  for (const { id, name, description, memberIds } of added) {
    for (const some of inPieces(memberIds, membersAtOnce))
      await insertGroupMembers(tx, workspaceId, id, some, at);
    const after = { name, description, members: shown(memberIds) };
    entries.push({ event: "group.created", targetId: id, targetName: name, after });
  }
  for (const { id, before, name, description, addedIds, removedIds } of groups.changed) {
    const target = { targetId: id, targetName: name };
    if (name !== before.name || description !== before.description) {
      await updateGroup(tx, workspaceId, id, { name, description });
      const was = { name: before.name, description: before.description };
      entries.push({ event: "group.edited", ...target, before: was, after: { name, description } });
    }
    for (const some of inPieces(addedIds, membersAtOnce))
      await insertGroupMembers(tx, workspaceId, id, some, at);
    for (const some of inPieces(removedIds, membersAtOnce))
      await deleteGroupMembers(tx, workspaceId, id, some);
    if (before.builtIn === "admins") {
      // As with changes under Users: each new or former admin has an entry of their own.
      const admin = (event: AuditFacts["event"]) => (userId: string) =>
        ({ event, targetId: userId, targetName: names.member(userId) }) as const;
      entries.push(
        ...addedIds.map(admin("member.made_admin")),
        ...removedIds.map(admin("member.unmade_admin")),
      );
      continue;
    }
    if (addedIds.length > 0) {
      entries.push({ event: "group.members_added", ...target, after: { members: shown(addedIds) } });
    }
    if (removedIds.length > 0) {
      entries.push({ event: "group.members_removed", ...target, before: { members: shown(removedIds) } });
    }
  }
  await recordAuditOfEach(tx, changer.subject, entries);
  return new Map(added.map(({ planId, id }) => [planId, id]));
}

export async function removeGroups(
  { tx, workspaceId, changer }: ConfigurationChange,
  { groups }: ConfigurationPlan,
): Promise<void> {
  const entries: AuditFacts[] = [];
  for (const { id, name, description } of groups.removed) {
    const counts = await deleteGroup(tx, workspaceId, id);
    const before = { name, description, ...counts };
    entries.push({ event: "group.deleted", targetId: id, targetName: name, before });
  }
  await recordAuditOfEach(tx, changer.subject, entries);
}
