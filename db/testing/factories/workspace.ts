import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { insertOwnedWorkspace } from "@/lib/operations/workspace/workspaces";
import { inTransaction } from "../../client";
import { findBuiltInGroupId } from "../../reads/groups";
import { insertGroupMember, insertMembership } from "../../writes/memberships";
import { makePerson } from "./person";

type Member = { id: UserId };

export function makeWorkspace(owner: Member, name = "Lab"): Promise<WorkspaceId> {
  return inTransaction((tx) => insertOwnedWorkspace(tx, { name, ownerUserId: owner.id, isPersonal: false }));
}

export async function join(workspaceId: WorkspaceId, ...members: Member[]): Promise<void> {
  for (const { id } of members) {
    await inTransaction((tx) => insertMembership(tx, workspaceId, id, new Date()));
  }
}

export async function joinAsAdmin(workspaceId: WorkspaceId, member: Member): Promise<void> {
  await join(workspaceId, member);
  await makeAdmin(workspaceId, member);
}

export async function makeAdmin(workspaceId: WorkspaceId, { id }: Member): Promise<void> {
  const groupId = await findBuiltInGroupId(workspaceId, "admins");
  if (!groupId) throw new Error("The workspace has no group Admins.");
  await inTransaction((tx) => insertGroupMember(tx, workspaceId, groupId, id, new Date()));
}

/** A workspace with an owner and a member, and a user who owns another workspace. */
export async function makeTeam() {
  const [owner, member, stranger] = [
    await makePerson("Olga"),
    await makePerson("Max"),
    await makePerson("Sam"),
  ];
  const [workspaceId, elsewhere] = [await makeWorkspace(owner), await makeWorkspace(stranger, "Elsewhere")];
  await join(workspaceId, member);
  return { owner, member, stranger, workspaceId, elsewhere };
}

/** The same with an admin. */
export async function makeTeamWithAdmin() {
  const team = await makeTeam();
  const admin = await makePerson("Ann");
  await joinAsAdmin(team.workspaceId, admin);
  return { ...team, admin };
}
