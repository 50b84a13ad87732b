import { inTransaction, type Transaction } from "@/db/client";
import { findAccountByEmail, findProfile } from "@/db/reads/accounts";
import {
  countSeatsTaken,
  findLinkedInvitation,
  findPendingInvitation,
  type LinkedInvitation,
  listInvitationsFor,
  type OwnInvitation,
} from "@/db/reads/invitations";
import { findMembership } from "@/db/reads/memberships";
import { lockWorkspace } from "@/db/writes/audit-events";
import { settleInvitation } from "@/db/writes/invitations";
import { insertMembership } from "@/db/writes/memberships";
import { updateActiveWorkspace } from "@/db/writes/sessions";
import { refusePersonalPassword } from "@/lib/core/account/password";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, type Refusal, refused } from "@/lib/core/outcome";
import type { Actor, ActorWith } from "@/lib/core/workspace/actor";
import {
  type Acceptance,
  type AcceptingPerson,
  type ClosedInvitation,
  decideAcceptance,
  type NotifiedInvitation,
  type ProvingPerson,
  readInvitationToken,
  stillProves,
  whyClosed,
} from "@/lib/core/workspace/invitation";
import { now } from "@/lib/server/clock";
import { hashSecret } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { hashPassword } from "@/lib/server/passwords";
import { insertPerson, lockEmail } from "../account/accounts";
import { takeOverAccount } from "../account/take-over";
import { type AuditSubject, recordAudit, subjectAtEntry, subjectOf } from "../audit/audit";
import { actingIn, type Revalidated } from "../rights/revalidate-actor";
import {
  findKnownWorkspaces,
  type KnownWorkspaces,
  lockKnownWorkspaces,
  retryWhenJoined,
} from "../workspace/every-workspace";

export type { OwnInvitation };

export type OpenInvitation = LinkedInvitation & {
  acceptance: Acceptance;
  /** Somebody has joined by it already; whoever the address belongs to can take over what they made. */
  isUsed: boolean;
};

/** What a link leads to, for whoever is signed in or not. Nothing when it is used, withdrawn, expired or made up. */
export async function findInvitationByLink(
  token: string,
  actor: Actor | undefined,
): Promise<OpenInvitation | undefined> {
  const invitation = await findLinked(token);
  if (!invitation) return undefined;
  const closed = whyClosed(invitation, now());
  const account = await standingOf(invitation.email);
  const { means, expiresAt } = invitation;
  if (closed && !stillProves({ closed, means, account, expiresAt, now: now() })) return undefined;
  const acceptance = decideAcceptance({
    means,
    account,
    signedInAs: !actor ? "nobody" : actor.email === invitation.email ? "invited" : "somebody_else",
  });
  return { ...invitation, acceptance, isUsed: closed !== undefined };
}

/** Why the link leads on no more. Nothing when it is made up, not whole, or a newer one has taken its place. */
export async function findClosedInvitation(
  token: string,
  actor: Actor | undefined,
): Promise<(LinkedInvitation & { closed: ClosedInvitation; isMember: boolean }) | undefined> {
  const invitation = await findLinked(token);
  const closed = invitation && whyClosed(invitation, now());
  if (!closed) return undefined;
  const isMember = actor !== undefined && (await findMembership(invitation.workspaceId, actor.userId));
  return { ...invitation, closed, isMember: Boolean(isMember) };
}

async function findLinked(token: string): Promise<LinkedInvitation | undefined> {
  const named = readInvitationToken(token);
  return named && findLinkedInvitation(named.workspaceId, hashSecret(token));
}

async function standingOf(email: string): Promise<"none" | "proven" | "unproven"> {
  const account = await findAccountByEmail(email);
  if (!account) return "none";
  return (await findProfile(account.id))?.emailProvenAt ? "proven" : "unproven";
}

const closed = refused(
  "not_found",
  "This invitation was used or withdrawn, or has expired. Ask for a new one.",
);

const taken = refused(
  "conflict",
  "An account with this e-mail address was created in the meantime. Open the invitation link again to continue.",
);

/**
 * Makes the account at this moment and not before. Its address is proven when the link came by mail. Where there is
 * one already, a copied link changes nothing and answers the same: only signing in tells, by the account's own password.
 */
export async function acceptAsNewPerson(
  person: AcceptingPerson,
  ip: string | null,
): Promise<Outcome<{ email: string }>> {
  const invitation = await findInvitationByLink(person.token, undefined);
  if (!invitation) return closed;
  const tellsNothing = invitation.acceptance === "join_or_sign_in";
  if (invitation.acceptance !== "new_account" && !tellsNothing) return taken;
  const { email } = invitation;
  const personal = refusePersonalPassword(person.password, { name: person.name, email }, "password");
  if (personal) return personal;
  const passwordHash = await hashPassword(person.password);
  return inTransaction(async (tx) => {
    // Seen anew in the transaction: another link may have made the account meanwhile.
    if (await lockEmail(tx, invitation.email)) {
      const full = tellsNothing ? await refuseFullWorkspace(tx, invitation.workspaceId) : undefined;
      if (full) return full;
      if (!(await findPendingInvitation(invitation.workspaceId, invitation.invitationId, tx))) return closed;
      return tellsNothing ? done({ email }) : taken;
    }
    const refusal = await settleAndSeat(tx, invitation);
    if (refusal) return refusal;
    const emailProven = invitation.means === "mailed";
    const userId = await insertPerson(tx, {
      name: person.name,
      email: invitation.email,
      passwordHash,
      emailProven,
      origin: { by: emailProven ? "mailed_invitation" : "copied_invitation" },
      ip,
    });
    const account = { id: userId, name: person.name };
    const subject = subjectAtEntry(invitation.workspaceId, account, ip);
    await join(tx, invitation, subject, { userId, by: linkOf(invitation), emailProven });
    return done({ email: invitation.email });
  });
}

/** By the one it is for, signed in. */
export async function acceptByLink(
  actor: ActorWith<"workspace.switch">,
  token: string,
): Promise<Outcome<{ workspaceName: string }>> {
  const invitation = await findInvitationByLink(token, actor);
  if (invitation?.acceptance !== "accept") return closed;
  return acceptSignedIn(actor, invitation, linkOf(invitation));
}

/** A mailed link shows whose the address is: the account that never proved it is taken over first. */
export async function acceptByProving(
  person: ProvingPerson,
  ip: string | null,
): Promise<Outcome<{ email: string }>> {
  const invitation = await findInvitationByLink(person.token, undefined);
  const account = invitation && (await findAccountByEmail(invitation.email));
  if (invitation?.acceptance !== "prove" || !account) return closed;
  const personal = refusePersonalPassword(person.password, account, "password");
  if (personal) return personal;
  const passwordHash = await hashPassword(person.password);
  return retryWhenJoined(async () => {
    const known = await findKnownWorkspaces(account.id);
    return inTransaction((tx) => takeOverAndJoin(tx, { invitation, account, passwordHash, known, ip }));
  });
}

async function takeOverAndJoin(
  tx: Transaction,
  {
    invitation,
    account,
    passwordHash,
    known,
    ip,
  }: {
    invitation: OpenInvitation;
    account: { id: UserId; name: string; email: string };
    passwordHash: string;
    known: KnownWorkspaces;
    ip: string | null;
  },
): Promise<Outcome<{ email: string }>> {
  const { workspaceId, email } = invitation;
  await lockKnownWorkspaces(tx, account.id, known, [workspaceId]);
  // Seen anew: of two who send this at once, one takes the account over.
  const profile = await findProfile(account.id, tx);
  if (!profile || profile.emailProvenAt) return closed;
  const refusal = invitation.isUsed ? undefined : await settleAndSeat(tx, invitation);
  if (refusal) return refusal;
  await takeOverAccount(tx, { account, passwordHash, ip, known });
  if (!invitation.isUsed) {
    const joining = { userId: account.id, by: linkOf(invitation), emailProven: true };
    await join(tx, invitation, subjectAtEntry(workspaceId, account, ip), joining);
  }
  return done({ email });
}

/** What waits for somebody's answer; nothing at all, not even an empty list, until they have proven the address. */
export async function listOwnInvitations(
  actor: ActorWith<"workspace.switch">,
): Promise<OwnInvitation[] | undefined> {
  const profile = await findProfile(actor.userId);
  return profile?.emailProvenAt ? listInvitationsFor(profile.email, now(), 20) : undefined;
}

export async function acceptNotified(
  actor: ActorWith<"workspace.switch">,
  choice: NotifiedInvitation,
): Promise<Outcome<{ workspaceName: string }>> {
  const invitation = await findNotified(actor, choice);
  return invitation ? acceptSignedIn(actor, invitation, "notification") : closed;
}

export async function declineNotified(
  actor: ActorWith<"workspace.switch">,
  choice: NotifiedInvitation,
): Promise<Outcome> {
  const invitation = await findNotified(actor, choice);
  if (!invitation) return closed;
  const { workspaceId, invitationId, email } = invitation;
  const decline = async (tx: Transaction, revalidated: Revalidated): Promise<Outcome> => {
    if (!(await settleInvitation(tx, workspaceId, invitationId, "declined", now()))) return closed;
    await recordAudit(tx, subjectOf(revalidated, workspaceId), {
      event: "invitation.declined",
      targetId: invitationId,
      targetName: email,
    });
    return done();
  };
  return actingIn(actor, "workspace.switch", decline, { workspaces: [workspaceId] });
}

/** What somebody came to a workspace by. */
type JoinedBy = "mailed_link" | "copied_link" | "notification";

function linkOf({ means }: LinkedInvitation): JoinedBy {
  return means === "mailed" ? "mailed_link" : "copied_link";
}

type Answered = { workspaceId: WorkspaceId; workspaceName: string; invitationId: string; email: string };

async function findNotified(
  actor: ActorWith<"workspace.switch">,
  { workspaceId, invitationId }: NotifiedInvitation,
): Promise<Answered | undefined> {
  const own = (await listOwnInvitations(actor))?.find((each) => each.invitationId === invitationId);
  const pending = own && (await findPendingInvitation(workspaceId, invitationId));
  return own?.workspaceId === workspaceId && pending
    ? { workspaceId, workspaceName: own.workspaceName, invitationId, email: pending.email }
    : undefined;
}

async function acceptSignedIn(
  actor: ActorWith<"workspace.switch">,
  invitation: Answered,
  by: JoinedBy,
): Promise<Outcome<{ workspaceName: string }>> {
  const { via, userId } = actor;
  const { workspaceId, workspaceName } = invitation;
  const accept = async (
    tx: Transaction,
    revalidated: Revalidated,
  ): Promise<Outcome<{ workspaceName: string }>> => {
    const refusal = await settleAndSeat(tx, invitation);
    if (refusal) return refusal;
    await join(tx, invitation, subjectOf(revalidated, workspaceId), { userId, by });
    if (via.by === "session") await updateActiveWorkspace(tx, via.sessionId, workspaceId);
    return done({ workspaceName });
  };
  return actingIn(actor, "workspace.switch", accept, { workspaces: [workspaceId] });
}

async function settleAndSeat(
  tx: Transaction,
  { workspaceId, invitationId }: Answered,
): Promise<{ ok: false; refusal: Refusal } | undefined> {
  const full = await refuseFullWorkspace(tx, workspaceId);
  if (full) return full;
  return (await settleInvitation(tx, workspaceId, invitationId, "accepted", now())) ? undefined : closed;
}

/** Locks the workspace: of two who accept at once for the last seat, the second finds none. */
async function refuseFullWorkspace(
  tx: Transaction,
  workspaceId: WorkspaceId,
): Promise<{ ok: false; refusal: Refusal } | undefined> {
  await lockWorkspace(tx, workspaceId);
  const { people } = await countSeatsTaken(workspaceId, now(), tx);
  const { seats } = settings();
  if (seats !== undefined && people >= seats) {
    return refused(
      "limited",
      "This workspace has no free seats. Ask an admin to free a seat, then try again.",
    );
  }
  return undefined;
}

async function join(
  tx: Transaction,
  { workspaceId, invitationId, email }: Answered,
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
