import type { Transaction } from "@/db/client";
import {
  findMembership,
  findRoleFacts,
  findWorkspaceSummary as readWorkspaceSummary,
  type WorkspaceSummary as Summary,
} from "@/db/reads/memberships";
import { deleteCredentialsOfMember } from "@/db/writes/credentials";
import { deleteMembership } from "@/db/writes/memberships";
import { updateActiveWorkspace } from "@/db/writes/sessions";
import type { WorkspaceLimits } from "@/lib/core/billing/limits";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { WorkspaceChoice } from "@/lib/core/workspace/inputs";
import { whyNotLeave } from "@/lib/core/workspace/leaving";
import { recordAudit, subjectOf } from "../audit/audit";
import { findLimits } from "../billing/limits";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";
import { personalWorkspaceOf } from "./personal-workspace";

const shownFaces = 5;

/** `seats`: nothing where nothing limits them. */
export type WorkspaceSummary = Summary & { seats: number | undefined; limits: WorkspaceLimits };

export async function findWorkspaceSummary(actor: ActorWith<"workspace.view">): Promise<WorkspaceSummary> {
  const [summary, limits] = await Promise.all([
    readWorkspaceSummary(actor.workspaceId, shownFaces),
    findLimits(actor.workspaceId),
  ]);
  if (!summary) throw new Error("An actor’s workspace does not exist.");
  return { ...summary, seats: limits.most.users, limits };
}

/** The name of another workspace of one's own; of any other there is nothing to know. */
export async function findOwnWorkspaceName(
  actor: ActorWith<"workspace.switch">,
  workspaceId: WorkspaceId,
): Promise<string | undefined> {
  return (await findMembership(workspaceId, actor.userId))?.workspaceName;
}

const notThere = refused("not_found", "This workspace was not found.");

/** The session remembers it, in every tab. */
export async function switchWorkspace(
  actor: ActorWith<"workspace.switch">,
  { workspaceId }: WorkspaceChoice,
): Promise<Outcome<{ name: string }>> {
  const { via } = actor;
  const membership = await findMembership(workspaceId, actor.userId);
  if (!membership || via.by !== "session") return notThere;
  const { workspaceName: name } = membership;
  if (workspaceId === actor.workspaceId) return done({ name });
  const open = async (tx: Transaction, revalidated: Revalidated): Promise<Outcome<{ name: string }>> => {
    if (!(await findRoleFacts(workspaceId, actor.userId, tx))) return notThere;
    await updateActiveWorkspace(tx, via.sessionId, workspaceId);
    await recordAudit(tx, subjectOf(revalidated, workspaceId), {
      event: "session.switched",
      targetId: actor.userId,
      targetName: actor.name,
    });
    return done({ name });
  };
  return actingIn(actor, "workspace.switch", open, { workspaces: [workspaceId] });
}

/** The API credentials, group entries and vault of the membership go with it. Returns how many credentials were revoked. */
export async function endMembership(
  tx: Transaction,
  workspaceId: WorkspaceId,
  userId: UserId,
): Promise<number> {
  const revokedCredentials = await deleteCredentialsOfMember(tx, workspaceId, userId);
  await deleteMembership(tx, workspaceId, userId);
  return revokedCredentials;
}

/** Access and API credentials there end immediately. The session continues in the personal workspace. */
export async function leaveWorkspace(
  actor: ActorWith<"workspace.leave">,
): Promise<Outcome<{ name: string; revokedCredentials: number }>> {
  const { via, workspaceId, userId } = actor;
  return actingIn(actor, "workspace.leave", async (tx, revalidated) => {
    const personal = await personalWorkspaceOf(tx, userId);
    const reason = whyNotLeave(revalidated.role, workspaceId === personal);
    if (reason) return refused("conflict", reason);
    const revokedCredentials = await endMembership(tx, workspaceId, userId);
    if (via.by === "session") await updateActiveWorkspace(tx, via.sessionId, personal);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "member.left",
      targetId: userId,
      targetName: actor.name,
      before: { role: revalidated.role, revokedCredentials },
    });
    return done({ name: actor.workspaceName, revokedCredentials });
  });
}
