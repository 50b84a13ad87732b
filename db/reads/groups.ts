import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { BuiltInGroup } from "@/lib/core/workspace/group-words";
import { db, type Reader } from "../client";
import { groupMembers, groups } from "../schema/groups";
import { memberships } from "../schema/memberships";
import { vaultGroups } from "../schema/vaults";
import { workspaces } from "../schema/workspaces";

export async function findBuiltInGroupId(
  workspaceId: WorkspaceId,
  builtIn: BuiltInGroup,
  on: Reader = db(),
): Promise<string | undefined> {
  const [row] = await on
    .select({ id: groups.id })
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), eq(groups.builtIn, builtIn)));
  return row?.id;
}

/** The kinds of the built-in groups, by ID. Access rules and their engine know these groups by their kind. */
export async function listBuiltInKinds(
  workspaceId: WorkspaceId,
  on: Reader,
): Promise<Map<string, BuiltInGroup>> {
  const rows = await on
    .select({ id: groups.id, builtIn: groups.builtIn })
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), isNotNull(groups.builtIn)));
  return new Map(rows.flatMap(({ id, builtIn }) => (builtIn ? [[id, builtIn] as const] : [])));
}

export type GroupView = { id: string; name: string; description: string; builtIn: BuiltInGroup | null };

export async function findGroup(
  workspaceId: WorkspaceId,
  groupId: string,
  reader: Reader = db(),
): Promise<GroupView | undefined> {
  const [row] = await reader
    .select({ id: groups.id, name: groups.name, description: groups.description, builtIn: groups.builtIn })
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, groupId)));
  return row;
}

/** The same with how many administrator vaults the group is given. */
export async function findGroupWithVaults(
  workspaceId: WorkspaceId,
  groupId: string,
): Promise<(GroupView & { vaults: number }) | undefined> {
  const [row] = await db()
    .select({
      id: groups.id,
      name: groups.name,
      description: groups.description,
      builtIn: groups.builtIn,
      vaults: db().$count(
        vaultGroups,
        and(eq(vaultGroups.workspaceId, workspaceId), eq(vaultGroups.groupId, groupId)),
      ),
    })
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, groupId)));
  return row;
}

/** The group that has a name already, however that is written. */
export async function findGroupIdByName(
  workspaceId: WorkspaceId,
  name: string,
  reader: Reader,
): Promise<string | undefined> {
  const [row] = await reader
    .select({ id: groups.id })
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), sql`lower(${groups.name}) = lower(${name})`));
  return row?.id;
}

export type NamedMember = { userId: UserId; name: string; email: string | null };
export type GroupCandidate = NamedMember & { isMember: boolean; isOwner: boolean };

/** Of these users, the ones in the workspace, each with their relation to the group. */
export function listGroupCandidates(
  workspaceId: WorkspaceId,
  groupId: string,
  userIds: readonly UserId[],
  reader: Reader,
): Promise<GroupCandidate[]> {
  if (userIds.length === 0) return Promise.resolve([]);
  return reader
    .select({
      userId: memberships.userId,
      name: memberships.name,
      email: memberships.email,
      isMember: sql<boolean>`${groupMembers.userId} is not null`,
      isOwner: sql<boolean>`${workspaces.ownerUserId} = ${memberships.userId}`,
    })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .leftJoin(
      groupMembers,
      and(
        eq(groupMembers.workspaceId, workspaceId),
        eq(groupMembers.groupId, groupId),
        eq(groupMembers.userId, memberships.userId),
      ),
    )
    .where(and(eq(memberships.workspaceId, workspaceId), inArray(memberships.userId, [...userIds])))
    .orderBy(sql`lower(${memberships.name})`, memberships.userId);
}
