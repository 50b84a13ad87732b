import type { Transaction } from "@/db/client";
import { findProfile, type ProfileView } from "@/db/reads/accounts";
import { findPendingInvitation, listInvitationsFor, type OwnInvitation } from "@/db/reads/invitations";
import { settleInvitation } from "@/db/writes/invitations";
import { done, type Outcome } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { NotifiedInvitation } from "@/lib/core/workspace/invitation";
import { now } from "@/lib/server/clock";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";
import { type AnsweredInvitation, acceptSignedIn, invitationClosed } from "./joining";

export type { OwnInvitation };

/** What waits for somebody's answer; nothing at all, not even an empty list, until they have proven the address. */
export async function listOwnInvitations(
  actor: ActorWith<"workspace.switch">,
): Promise<OwnInvitation[] | undefined> {
  const profile = await findProfile(actor.userId);
  return profile && listInvitationsOf(profile);
}

/** The same where the account was read already. */
export async function listInvitationsOf(
  account: Pick<ProfileView, "email" | "emailProvenAt">,
): Promise<OwnInvitation[] | undefined> {
  return account.emailProvenAt ? listInvitationsFor(account.email, now(), 20) : undefined;
}

export async function acceptNotified(
  actor: ActorWith<"workspace.switch">,
  choice: NotifiedInvitation,
): Promise<Outcome<{ workspaceName: string }>> {
  const invitation = await findNotified(actor, choice);
  if (!invitation) return invitationClosed;
  return actingIn(
    actor,
    "workspace.switch",
    (tx, revalidated) => acceptSignedIn(tx, revalidated, invitation, "notification"),
    { workspaces: [invitation.workspaceId] },
  );
}

export async function declineNotified(
  actor: ActorWith<"workspace.switch">,
  choice: NotifiedInvitation,
): Promise<Outcome> {
  const invitation = await findNotified(actor, choice);
  if (!invitation) return invitationClosed;
  const { workspaceId, invitationId, email } = invitation;
  const decline = async (tx: Transaction, revalidated: Revalidated): Promise<Outcome> => {
    if (!(await settleInvitation(tx, workspaceId, invitationId, "declined", now()))) return invitationClosed;
    await recordAudit(tx, subjectOf(revalidated, workspaceId), {
      event: "invitation.declined",
      targetId: invitationId,
      targetName: email,
    });
    return done();
  };
  return actingIn(actor, "workspace.switch", decline, { workspaces: [workspaceId] });
}

async function findNotified(
  actor: ActorWith<"workspace.switch">,
  { workspaceId, invitationId }: NotifiedInvitation,
): Promise<AnsweredInvitation | undefined> {
  const own = (await listOwnInvitations(actor))?.find((each) => each.invitationId === invitationId);
  const pending = own && (await findPendingInvitation(workspaceId, invitationId));
  return own?.workspaceId === workspaceId && pending
    ? { workspaceId, workspaceName: own.workspaceName, invitationId, email: pending.email }
    : undefined;
}
