import { inTransaction, type Transaction } from "@/db/client";
import {
  findMembership,
  findStanding,
  listFirstMembers,
  listWorkspacesOfUser,
  type MemberFace,
  type WorkspaceOfUser,
} from "@/db/reads/memberships";
import { lockAuditHead } from "@/db/writes/audit-events";
import { deleteCredentialsOfMember } from "@/db/writes/credentials";
import { deleteMembership } from "@/db/writes/memberships";
import { updateActiveWorkspace } from "@/db/writes/sessions";
import { raiseConfigurationVersion } from "@/db/writes/workspaces";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { WorkspaceChoice } from "@/lib/core/workspace/inputs";
import { whyNotLeave } from "@/lib/core/workspace/leaving";
import { settings } from "@/lib/server/env";
import { recordAudit, subjectOf } from "./audit";
import { personalWorkspaceOf } from "./personal-workspace";

const shownFaces = 5;

export type People = {
  faces: MemberFace[];
  total: number;
  /** Nothing where the operator set no limit. */
  seats: number | undefined;
};

export async function listFaces(actor: ActorWith<"workspace.view">): Promise<People> {
  return { ...(await listFirstMembers(actor.workspaceId, shownFaces)), seats: settings().seats };
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

/**
 * Held until the transaction ends: whoever goes while the workspace is handed to them would leave it without an
 * owner. Nothing when the person is not in the workspace any more.
 */
export async function holdStanding(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<{ isOwner: boolean; inAdmins: boolean } | undefined> {
  await lockAuditHead(tx, workspaceId);
  return findStanding(workspaceId, userId, tx);
}

/** The API credentials, group entries and vault of the membership go with it. Returns how many credentials were revoked. */
export async function endMembership(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<number> {
  const revokedCredentials = await deleteCredentialsOfMember(tx, workspaceId, userId);
  await deleteMembership(tx, workspaceId, userId);
  await raiseConfigurationVersion(tx, workspaceId);
  return revokedCredentials;
}

const notInside = refused("not_found", "You are not in this workspace any more.");

/** Access and API credentials there end at once; the session goes on in the personal workspace. */
export async function leaveWorkspace(
  actor: ActorWith<"workspace.leave">,
): Promise<Outcome<{ name: string; revokedCredentials: number }>> {
  const membership = await findMembership(actor.workspaceId, actor.userId);
  if (!membership) return notInside;
  const reason = whyNotLeave(actor.role, membership.isPersonal && membership.ownerUserId === actor.userId);
  if (reason) return refused("conflict", reason);
  const { via } = actor;
  return inTransaction(async (tx) => {
    const standing = await holdStanding(tx, actor.workspaceId, actor.userId);
    if (!standing) return notInside;
    const owning = standing.isOwner ? whyNotLeave("owner", false) : undefined;
    if (owning) return refused("conflict", owning);
    const personal = await personalWorkspaceOf(tx, actor.userId);
    const revokedCredentials = await endMembership(tx, actor.workspaceId, actor.userId);
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
