import type { Transaction } from "@/db/client";
import { countSeatsTaken } from "@/db/reads/invitations";
import { lockWorkspace } from "@/db/writes/audit-events";
import { settleInvitation } from "@/db/writes/invitations";
import { insertMembership } from "@/db/writes/memberships";
import { updateActiveWorkspace } from "@/db/writes/sessions";
import { limitSentence, roomOf } from "@/lib/core/billing/limits";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, type Refusal, refused } from "@/lib/core/outcome";
import type { InvitationMeans } from "@/lib/core/workspace/invitation";
import { now } from "@/lib/server/clock";
import { type AuditSubject, recordAudit, subjectOf } from "../audit/audit";
import { findLimits } from "../billing/limits";
import type { Revalidated } from "../rights/revalidate-actor";

export const invitationClosed = refused(
  "not_found",
  "This invitation was used or withdrawn, or has expired. Ask for a new one.",
);

/** What somebody came to a workspace by. */
export type JoinedBy = "mailed_link" | "copied_link" | "notification";

export function joinedByLink({ means }: { means: InvitationMeans }): JoinedBy {
  return means === "mailed" ? "mailed_link" : "copied_link";
}

export type AnsweredInvitation = {
  workspaceId: WorkspaceId;
  workspaceName: string;
  invitationId: string;
  email: string;
};

/** For somebody signed in, who is in the workspace from their next page on. */
export async function acceptSignedIn(
  tx: Transaction,
  revalidated: Revalidated,
  invitation: AnsweredInvitation,
  by: JoinedBy,
): Promise<Outcome<{ workspaceName: string }>> {
  const { via, userId } = revalidated;
  const { workspaceId, workspaceName } = invitation;
  const refusal = await acceptIfSeat(tx, invitation);
  if (refusal) return refusal;
  await joinWorkspace(tx, invitation, subjectOf(revalidated, workspaceId), { userId, by });
  if (via.by === "session") await updateActiveWorkspace(tx, via.sessionId, workspaceId);
  return done({ workspaceName });
}

/** Refuses if the invitation was answered in the meantime, or if no seat is left. */
export async function acceptIfSeat(
  tx: Transaction,
  { workspaceId, invitationId }: AnsweredInvitation,
): Promise<{ ok: false; refusal: Refusal } | undefined> {
  const full = await refuseFullWorkspace(tx, workspaceId);
  if (full) return full;
  return (await settleInvitation(tx, workspaceId, invitationId, "accepted", now()))
    ? undefined
    : invitationClosed;
}

/** Locks the workspace: of two who accept the last seat at the same time, the second gets none. */
export async function refuseFullWorkspace(
  tx: Transaction,
  workspaceId: WorkspaceId,
): Promise<{ ok: false; refusal: Refusal } | undefined> {
  await lockWorkspace(tx, workspaceId);
  const { people } = await countSeatsTaken(workspaceId, now(), tx);
  const limits = await findLimits(workspaceId, tx);
  if (roomOf(limits, "users", people) > 0) return undefined;
  return refused("limited", `This workspace has no free seats. ${limitSentence(limits, "users")}`);
}

export async function joinWorkspace(
  tx: Transaction,
  { workspaceId, invitationId, email }: AnsweredInvitation,
  subject: AuditSubject,
  /** The proof is named for an account that the link made or proved. */
  { userId, by, emailProven }: { userId: UserId; by: JoinedBy; emailProven?: boolean },
): Promise<void> {
  await insertMembership(tx, workspaceId, userId, now());
  await recordAudit(tx, subject, {
    event: "member.joined",
    targetId: userId,
    targetName: email,
    after: { invitationId, by, ...(emailProven === undefined ? {} : { emailProven }) },
  });
}
