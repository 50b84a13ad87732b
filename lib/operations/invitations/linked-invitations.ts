import { findLinkedInvitation, type LinkedAccount, type LinkedInvitation } from "@/db/reads/invitations";
import { findMembership } from "@/db/reads/memberships";
import type { Actor } from "@/lib/core/workspace/actor";
import {
  type Acceptance,
  type ClosedInvitation,
  decideLink,
  readInvitationToken,
  whyClosed,
} from "@/lib/core/workspace/invitation";
import { now } from "@/lib/server/clock";
import { hashSecret } from "@/lib/server/crypto";

export type OpenInvitation = LinkedInvitation & {
  acceptance: Acceptance;
  /**
   * The link was already used. The holder of the address can take over the account that was created with it.
   */
  isUsed: boolean;
};

/**
 * The invitation of a link, for signed-in and signed-out visitors. Undefined if the link is used, withdrawn,
 * expired or unknown.
 */
export async function findInvitationByLink(
  token: string,
  actor: Actor | undefined,
): Promise<OpenInvitation | undefined> {
  return (await openLink(token, actor))?.invitation;
}

/** The same with the account that has the address, which is not to leave the server. */
export async function openLink(
  token: string,
  actor: Actor | undefined,
): Promise<{ invitation: OpenInvitation; account: LinkedAccount | undefined } | undefined> {
  const linked = await findLinked(token);
  if (!linked) return undefined;
  const { account, ...invitation } = linked;
  const decision = decideLink({
    ...invitation,
    account: !account ? "none" : account.isProven ? "proven" : "unproven",
    signedInAs: !actor ? "nobody" : actor.email === invitation.email ? "invited" : "somebody_else",
    now: now(),
  });
  return decision && { invitation: { ...invitation, ...decision }, account };
}

/** Why the link no longer works. Undefined if it is unknown, incomplete or replaced by a newer one. */
export async function findClosedInvitation(
  token: string,
  actor: Actor | undefined,
): Promise<(LinkedInvitation & { closed: ClosedInvitation; isMember: boolean }) | undefined> {
  const linked = await findLinked(token);
  const closed = linked && whyClosed(linked, now());
  if (!closed) return undefined;
  const { account: _, ...invitation } = linked;
  const isMember = actor !== undefined && (await findMembership(invitation.workspaceId, actor.userId));
  return { ...invitation, closed, isMember: Boolean(isMember) };
}

async function findLinked(token: string) {
  const named = readInvitationToken(token);
  return named && findLinkedInvitation(named.workspaceId, hashSecret(token));
}
