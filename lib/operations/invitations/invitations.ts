import type { Transaction } from "@/db/client";
import { findProfile, type ProfileView } from "@/db/reads/accounts";
import {
  countInvitationsSpent,
  countSeatsTaken,
  findKnownEmails,
  findPendingInvitation,
  type PendingInvitation,
} from "@/db/reads/invitations";
import {
  deleteInvitationLinks,
  extendInvitation,
  insertInvitation,
  insertInvitationLink,
  settleInvitation,
  spendInvitations,
} from "@/db/writes/invitations";
import { deleteQueuedMails } from "@/db/writes/mails";
import { emailAddress } from "@/lib/core/account/email";
import { roomOf } from "@/lib/core/billing/limits";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { invitationMail } from "@/lib/core/mail/messages";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { InvitationMeans } from "@/lib/core/workspace/invitation";
import {
  type InvitationChoice,
  invitationLifetimeMs,
  invitationToken,
  type JudgedEmail,
  judgeEmails,
  type NewInvitations,
} from "@/lib/core/workspace/invitation";
import { budgetDay, budgetLeft, budgetSpent } from "@/lib/core/workspace/invitation-budget";
import { now } from "@/lib/server/clock";
import { hashSecret, newId, newToken } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { isMailConfigured } from "@/lib/server/mail";
import { recordAudit, subjectOf } from "../audit/audit";
import { findLimits } from "../billing/limits";
import { hasEnoughMails, queueInvitationMail } from "../mail/mails";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";

type Inviter = ActorWith<"members.manage">;

export type InvitedEmail = JudgedEmail & {
  /** The result for one invited address: a link to copy, and whether an e-mail is sent. */
  link?: string;
  mailed?: boolean;
};

/** Each address is checked separately. Seats are counted under the lock of the workspace. */
export async function inviteMembers(
  actor: Inviter,
  { emails }: NewInvitations,
): Promise<Outcome<{ emails: InvitedEmail[] }>> {
  return actingIn(actor, "members.manage", async (tx, revalidated) => {
    const judged = judgeEmails(emails, await invitingFacts(tx, revalidated, emails));
    const sent = judged.filter(({ verdict }) => verdict === "invited").length;
    if (sent > 0) await spendInvitations(tx, budgetOf(revalidated), sent);
    const answered: InvitedEmail[] = [];
    for (const each of judged) {
      const made = each.verdict === "invited" ? await invite(tx, revalidated, each.email) : undefined;
      if (each.verdict === "invited" && !made) answered.push({ ...each, verdict: "already_invited" });
      else if (!made) answered.push(each);
      else {
        const link = await makeLink(tx, actor.workspaceId, made.invitationId, "copied");
        answered.push({ ...each, link, mailed: made.mailed });
      }
    }
    return done({ emails: answered });
  });
}

function budgetOf({ workspaceId, userId }: Inviter) {
  return { workspaceId, userId, day: budgetDay(now()) };
}

async function invitingFacts(tx: Transaction, actor: Inviter, typed: string[]) {
  const { workspaceId } = actor;
  const emails = typed.flatMap((email) => emailAddress.safeParse(email).data ?? []);
  const known = await findKnownEmails(workspaceId, emails, tx);
  const { people, invited } = await countSeatsTaken(workspaceId, now(), tx);
  const limits = await findLimits(workspaceId, tx);
  return {
    memberEmails: known.members,
    invitedEmails: known.invited,
    seatsLeft: roomOf(limits, "users", people + invited),
    dotlessDomains: settings().dotlessDomains,
    budgetLeft: budgetLeft(await countInvitationsSpent(tx, budgetOf(actor))),
  };
}

async function invite(
  tx: Transaction,
  revalidated: Revalidated,
  email: string,
): Promise<{ invitationId: string; mailed: boolean } | undefined> {
  const createdAt = now();
  const invitationId = newId();
  const made = await insertInvitation(tx, {
    workspaceId: revalidated.workspaceId,
    id: invitationId,
    email,
    status: "pending",
    invitedByUserId: revalidated.userId,
    invitedByName: revalidated.name,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + invitationLifetimeMs),
  });
  if (!made) return undefined;
  await recordAudit(tx, subjectOf(revalidated), {
    event: "invitation.created",
    targetId: invitationId,
    targetName: email,
  });
  return { invitationId, mailed: await mailInvitation(tx, revalidated, invitationId, email) };
}

export type InvitationMails = "sent" | "no_server" | "unproven";

/** Whether Steward sends e-mails for an inviter: only if their own address is proven. */
export function invitationMails(inviter: Pick<ProfileView, "emailProvenAt"> | undefined): InvitationMails {
  if (!isMailConfigured()) return "no_server";
  return inviter?.emailProvenAt ? "sent" : "unproven";
}

/** Only the mailbox receives the e-mailed link, so using it proves the address. */
async function mailInvitation(
  tx: Transaction,
  revalidated: Revalidated,
  invitationId: string,
  email: string,
): Promise<boolean> {
  if (invitationMails(await findProfile(revalidated.userId, tx)) !== "sent") return false;
  const link = await makeLink(tx, revalidated.workspaceId, invitationId, "mailed");
  return queueInvitationMail(tx, {
    recipient: email,
    message: invitationMail({
      workspaceName: revalidated.workspaceName,
      invitedByName: revalidated.name,
      link,
    }),
    about: { workspaceId: revalidated.workspaceId, invitationId },
  });
}

async function makeLink(
  tx: Transaction,
  workspaceId: WorkspaceId,
  invitationId: string,
  means: InvitationMeans,
): Promise<string> {
  const token = invitationToken(workspaceId, newToken());
  await insertInvitationLink(tx, {
    workspaceId,
    tokenHash: hashSecret(token),
    invitationId,
    means,
    createdAt: now(),
  });
  return `${settings().publicUrl}/invitations/${token}`;
}

const gone = refused("not_found", "This invitation is no longer pending.");

/** A separate link from the e-mailed one. Links copied earlier stop working. */
export async function copyInvitationLink(
  actor: Inviter,
  choice: InvitationChoice,
): Promise<Outcome<{ link: string }>> {
  return actingIn(actor, "members.manage", async (tx, revalidated) => {
    const invitation = await renew(tx, revalidated, choice);
    if (!invitation) return gone;
    await deleteInvitationLinks(tx, actor.workspaceId, invitation.id, "copied");
    const link = await makeLink(tx, actor.workspaceId, invitation.id, "copied");
    await recordAudit(tx, subjectOf(revalidated), {
      event: "invitation.link_copied",
      targetId: invitation.id,
      targetName: invitation.email,
    });
    return done({ link });
  });
}

/** Sends a new link and restarts the 7 days. The link sent before stops working. */
export async function resendInvitation(actor: Inviter, choice: InvitationChoice): Promise<Outcome> {
  if (!isMailConfigured()) {
    return refused("conflict", "No mail server is configured. Copy the link and send it yourself.");
  }
  return actingIn(actor, "members.manage", async (tx, revalidated) => {
    const pending = await findPendingInvitation(actor.workspaceId, choice.invitationId, tx);
    if (!pending) return gone;
    if (invitationMails(await findProfile(revalidated.userId, tx)) === "unproven") return proveFirst;
    if (budgetLeft(await countInvitationsSpent(tx, budgetOf(revalidated))) === 0) {
      return refused("limited", budgetSpent);
    }
    if (await hasEnoughMails(tx, pending.email, "invitation")) return enoughMails;
    const invitation = await renew(tx, revalidated, choice);
    if (!invitation) return gone;
    await spendInvitations(tx, budgetOf(revalidated), 1);
    await deleteQueuedMails(tx, actor.workspaceId, invitation.id);
    await deleteInvitationLinks(tx, actor.workspaceId, invitation.id, "mailed");
    await mailInvitation(tx, revalidated, invitation.id, invitation.email);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "invitation.resent",
      targetId: invitation.id,
      targetName: invitation.email,
    });
    return done();
  });
}

const proveFirst = refused(
  "forbidden",
  "Steward sends invitations only if your own e-mail address is proven. Prove it under Profile, or copy the link and send it yourself.",
);

const enoughMails = refused(
  "limited",
  "Several invitations were sent to this e-mail address within the last hour. Try again later, or copy the link and send it yourself.",
);

async function renew(
  tx: Transaction,
  revalidated: Revalidated,
  { invitationId }: InvitationChoice,
): Promise<PendingInvitation | undefined> {
  const invitation = await findPendingInvitation(revalidated.workspaceId, invitationId, tx);
  if (!invitation) return undefined;
  const expiresAt = new Date(now().getTime() + invitationLifetimeMs);
  await extendInvitation(tx, revalidated.workspaceId, invitationId, expiresAt);
  return { ...invitation, expiresAt };
}

export async function withdrawInvitation(actor: Inviter, choice: InvitationChoice): Promise<Outcome> {
  return actingIn(
    actor,
    "members.manage",
    async (tx, revalidated) => {
      const invitation = await findPendingInvitation(actor.workspaceId, choice.invitationId, tx);
      if (!invitation) return gone;
      if (!(await settleInvitation(tx, actor.workspaceId, invitation.id, "withdrawn", now()))) return gone;
      await deleteQueuedMails(tx, actor.workspaceId, invitation.id);
      await recordAudit(tx, subjectOf(revalidated), {
        event: "invitation.withdrawn",
        targetId: invitation.id,
        targetName: invitation.email,
      });
      return done();
    },
    { takesAway: true },
  );
}
