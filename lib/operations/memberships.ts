import { inTransaction } from "@/db/client";
import {
  findMembership,
  listFirstMembers,
  listWorkspacesOfUser,
  type MemberFace,
  type WorkspaceOfUser,
} from "@/db/reads/memberships";
import { deleteCredentialsOfMember } from "@/db/writes/credentials";
import { deleteMembership } from "@/db/writes/memberships";
import { updateActiveWorkspace } from "@/db/writes/sessions";
import { raiseConfigurationVersion } from "@/db/writes/workspaces";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { WorkspaceChoice } from "@/lib/core/workspace/inputs";
import { whyNotLeave } from "@/lib/core/workspace/leaving";
import { recordAudit, subjectOf } from "./audit";
import { personalWorkspaceOf } from "./personal-workspace";

const shownFaces = 5;

export function listFaces(
  actor: ActorWith<"workspace.view">,
): Promise<{ faces: MemberFace[]; total: number }> {
  return listFirstMembers(actor.workspaceId, shownFaces);
}

export function listOwnWorkspaces(actor: ActorWith<"workspace.switch">): Promise<WorkspaceOfUser[]> {
  return listWorkspacesOfUser(actor.userId);
}

/** The name of another workspace of one's own; of any other there is nothing to know. */
export async function findOwnWorkspaceName(
  actor: ActorWith<"workspace.switch">,
  workspaceId: WorkspaceId,
): Promise<string | undefined> {
  return (await findMembership(workspaceId, actor.userId))?.workspaceName;
}

/** The session remembers it, in every tab. */
export async function switchWorkspace(
  actor: ActorWith<"workspace.switch">,
  choice: WorkspaceChoice,
): Promise<Outcome<{ name: string }>> {
  const { via } = actor;
  const membership = await findMembership(choice.workspaceId, actor.userId);
  if (!membership || via.by !== "session") return refused("not_found", "This workspace is not there.");
  if (choice.workspaceId !== actor.workspaceId) {
    await inTransaction(async (tx) => {
      await updateActiveWorkspace(tx, via.sessionId, choice.workspaceId);
      await recordAudit(tx, subjectOf(actor, choice.workspaceId), {
        event: "session.switched",
        targetId: actor.userId,
        targetName: actor.name,
      });
    });
  }
  return done({ name: membership.workspaceName });
}

/** Access and API credentials there end at once; the session goes on in the personal workspace. */
export async function leaveWorkspace(
  actor: ActorWith<"workspace.leave">,
): Promise<Outcome<{ name: string; revokedCredentials: number }>> {
  const membership = await findMembership(actor.workspaceId, actor.userId);
  if (!membership) return refused("not_found", "You are not in this workspace any more.");
  const reason = whyNotLeave(actor.role, membership.isPersonal && membership.ownerUserId === actor.userId);
  if (reason) return refused("conflict", reason);
  const { via } = actor;
  return inTransaction(async (tx) => {
    const personal = await personalWorkspaceOf(tx, actor.userId);
    const revokedCredentials = await deleteCredentialsOfMember(tx, actor.workspaceId, actor.userId);
    await deleteMembership(tx, actor.workspaceId, actor.userId);
    await raiseConfigurationVersion(tx, actor.workspaceId);
    if (via.by === "session") await updateActiveWorkspace(tx, via.sessionId, personal);
    await recordAudit(tx, subjectOf(actor), {
      event: "member.left",
      targetId: actor.userId,
      targetName: actor.name,
      before: { role: actor.role, revokedCredentials },
    });
    return done({ name: actor.workspaceName, revokedCredentials });
  });
}
