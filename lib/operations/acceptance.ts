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
import { lockAuditHead } from "@/db/writes/audit-events";
import { settleInvitation } from "@/db/writes/invitations";
import { insertMembership } from "@/db/writes/memberships";
import { updateActiveWorkspace } from "@/db/writes/sessions";
import { raiseConfigurationVersion } from "@/db/writes/workspaces";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, type Refusal, refused } from "@/lib/core/outcome";
import type { Actor, ActorWith } from "@/lib/core/workspace/actor";
import {
  type Acceptance,
  type AcceptingPerson,
  decideAcceptance,
  type NotifiedInvitation,
  type ProvingPerson,
  readInvitationToken,
} from "@/lib/core/workspace/invitation";
import { now } from "@/lib/server/clock";
import { hashSecret } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { hashPassword } from "@/lib/server/passwords";
import { insertPerson } from "./accounts";
import { recordAudit } from "./audit";
import { takeOverAccount } from "./proven-address";

export type OpenInvitation = LinkedInvitation & { acceptance: Acceptance };

/** What a link leads to, for whoever is signed in or not. Nothing when it is used, withdrawn, expired or made up. */
export async function findInvitationByLink(
  token: string,
  actor: Actor | undefined,
): Promise<OpenInvitation | undefined> {
  const invitation = await findOpen(token);
  if (!invitation) return undefined;
  const account = await findAccountByEmail(invitation.email);
  const proven = account && (await findProfile(account.id))?.emailProvenAt;
  const acceptance = decideAcceptance({
    means: invitation.means,
    account: !account ? "none" : proven ? "proven" : "unproven",
    signedInAs: !actor ? "nobody" : actor.email === invitation.email ? "invited" : "somebody_else",
  });
  return { ...invitation, acceptance };
}

async function findOpen(token: string): Promise<LinkedInvitation | undefined> {
  const named = readInvitationToken(token);
  const invitation = named && (await findLinkedInvitation(named.workspaceId, hashSecret(token)));
  return invitation?.status === "pending" && invitation.expiresAt > now() ? invitation : undefined;
}

const closed = refused(
  "not_found",
  "This invitation has been used, withdrawn, or is too old. Ask for a new one.",
);

/** Makes the account at this moment and not before. Its address is proven when the link came by mail. */
export async function acceptAsNewPerson(
  person: AcceptingPerson,
  address: string | null,
): Promise<Outcome<{ email: string }>> {
  const invitation = await findInvitationByLink(person.token, undefined);
  if (invitation?.acceptance !== "new_account") return closed;
  const passwordHash = await hashPassword(person.password);
  return inTransaction(async (tx) => {
    // Seen anew in the transaction: another link of the same invitation may have made the account meanwhile.
    if (await findAccountByEmail(invitation.email, tx)) return closed;
    const refusal = await settleAndSeat(tx, invitation);
    if (refusal) return refusal;
    const emailProven = invitation.means === "mailed";
    const userId = await insertPerson(tx, {
      name: person.name,
      email: invitation.email,
      passwordHash,
      emailProven,
      address,
    });
    await join(tx, invitation, { id: userId, name: person.name }, { address, emailProven });
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
  return acceptSignedIn(actor, invitation);
}

/** A mailed link shows whose the address is: the account that never proved it is taken over first. */
export async function acceptByProving(
  person: ProvingPerson,
  address: string | null,
): Promise<Outcome<{ email: string }>> {
  const invitation = await findInvitationByLink(person.token, undefined);
  const account = invitation && (await findAccountByEmail(invitation.email));
  if (invitation?.acceptance !== "prove" || !account) return closed;
  const passwordHash = await hashPassword(person.password);
  return inTransaction(async (tx) => {
    const refusal = await settleAndSeat(tx, invitation);
    if (refusal) return refusal;
    await takeOverAccount(tx, account, passwordHash, address);
    await join(tx, invitation, account, { address, emailProven: true });
    return done({ email: invitation.email });
  });
}

/** What waits for somebody's answer. Only whoever has proven the address is told. */
export async function listOwnInvitations(actor: ActorWith<"workspace.switch">): Promise<OwnInvitation[]> {
  const profile = await findProfile(actor.userId);
  return profile?.emailProvenAt ? listInvitationsFor(profile.email, now(), 20) : [];
}

export async function acceptNotified(
  actor: ActorWith<"workspace.switch">,
  choice: NotifiedInvitation,
): Promise<Outcome<{ workspaceName: string }>> {
  const invitation = await findNotified(actor, choice);
  return invitation ? acceptSignedIn(actor, invitation) : closed;
}

export async function declineNotified(
  actor: ActorWith<"workspace.switch">,
  choice: NotifiedInvitation,
): Promise<Outcome> {
  const invitation = await findNotified(actor, choice);
  if (!invitation) return closed;
  return inTransaction(async (tx) => {
    if (!(await settleInvitation(tx, choice.workspaceId, choice.invitationId, "declined", now())))
      return closed;
    await recordAudit(
      tx,
      joinerIn(choice.workspaceId, { id: actor.userId, name: actor.name }, actor.address),
      {
        event: "invitation.declined",
        targetId: choice.invitationId,
        targetName: invitation.email,
      },
    );
    return done();
  });
}

type Answered = { workspaceId: WorkspaceId; workspaceName: string; invitationId: string; email: string };

async function findNotified(
  actor: ActorWith<"workspace.switch">,
  { workspaceId, invitationId }: NotifiedInvitation,
): Promise<Answered | undefined> {
  const own = (await listOwnInvitations(actor)).find((each) => each.invitationId === invitationId);
  const pending = own && (await findPendingInvitation(workspaceId, invitationId));
  return own?.workspaceId === workspaceId && pending
    ? { workspaceId, workspaceName: own.workspaceName, invitationId, email: pending.email }
    : undefined;
}

async function acceptSignedIn(
  actor: ActorWith<"workspace.switch">,
  invitation: Answered,
): Promise<Outcome<{ workspaceName: string }>> {
  const { via } = actor;
  return inTransaction(async (tx) => {
    const refusal = await settleAndSeat(tx, invitation);
    if (refusal) return refusal;
    const facts = { address: actor.address, emailProven: undefined };
    await join(tx, invitation, { id: actor.userId, name: actor.name }, facts);
    if (via.by === "session") await updateActiveWorkspace(tx, via.sessionId, invitation.workspaceId);
    return done({ workspaceName: invitation.workspaceName });
  });
}

/** Held until the transaction ends: of two who accept at once for the last seat, the second finds none. */
async function settleAndSeat(
  tx: Transaction,
  { workspaceId, invitationId }: Answered,
): Promise<{ ok: false; refusal: Refusal } | undefined> {
  await lockAuditHead(tx, workspaceId);
  const { people } = await countSeatsTaken(workspaceId, now(), tx);
  const { seats } = settings();
  if (seats !== undefined && people >= seats) {
    return refused(
      "limited",
      "Every seat of this workspace is taken. Ask its admins to make room, then try again.",
    );
  }
  return (await settleInvitation(tx, workspaceId, invitationId, "accepted", now())) ? undefined : closed;
}

async function join(
  tx: Transaction,
  { workspaceId, invitationId, email }: Answered,
  person: { id: UserId; name: string },
  { address, emailProven }: { address: string | null; emailProven: boolean | undefined },
): Promise<void> {
  await insertMembership(tx, workspaceId, person.id, now());
  await raiseConfigurationVersion(tx, workspaceId);
  await recordAudit(tx, joinerIn(workspaceId, person, address), {
    event: "member.joined",
    targetId: person.id,
    targetName: email,
    after: { invitationId, ...(emailProven === undefined ? {} : { emailProven }) },
  });
}

function joinerIn(workspaceId: WorkspaceId, person: { id: UserId; name: string }, address: string | null) {
  return {
    workspaceId,
    userId: person.id,
    name: person.name,
    via: "session",
    accessKey: null,
    address,
  } as const;
}
