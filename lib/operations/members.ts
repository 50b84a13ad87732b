import { listFirstMembers, type MemberFace } from "@/db/reads/memberships";
import type { ActorWith } from "@/lib/core/workspace/actor";

const shownFaces = 5;

export function listFaces(
  actor: ActorWith<"workspace.view">,
): Promise<{ faces: MemberFace[]; total: number }> {
  return listFirstMembers(actor.workspaceId, shownFaces);
}
