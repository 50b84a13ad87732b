import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { BuiltInGroup } from "@/lib/core/workspace/group-words";
import { createGroup } from "@/lib/operations/workspace/groups";
import { findBuiltInGroupId } from "../../reads/groups";
import { actAs, type Place } from "./session";

export async function makeGroup(
  place: Place,
  name = "Research",
  members: { id: UserId }[] = [],
  description = "",
): Promise<string> {
  const wanted = { name, description, userIds: members.map(({ id }) => id) };
  return (await actAs(place, "groups.manage", (actor) => createGroup(actor, wanted))).groupId;
}

export async function builtInGroup(workspaceId: WorkspaceId, kind: BuiltInGroup): Promise<string> {
  const groupId = await findBuiltInGroupId(workspaceId, kind);
  if (!groupId) throw new Error(`The workspace has no group ${kind}.`);
  return groupId;
}
