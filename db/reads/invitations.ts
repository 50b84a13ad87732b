import { and, count, desc, eq, gt, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { InvitationMeans, InvitationStatus } from "@/lib/core/workspace/invitation";
import { db, type Reader, type Transaction } from "../client";
import { users } from "../schema/accounts";
import { invitationBudgets, invitationLinks, invitations } from "../schema/invitations";
import { memberships } from "../schema/memberships";
import { workspaces } from "../schema/workspaces";
import { preparedQuery } from "../statement";

export type PendingInvitation = {
  id: string;
  email: string;
  invitedByName: string;
  createdAt: Date;
  expiresAt: Date;
};

const isPending = (workspaceId: WorkspaceId) =>
  and(eq(invitations.workspaceId, workspaceId), eq(invitations.status, "pending"));

/** An invitation without a response. It can be expired, because it can be resent. */
export async function findPendingInvitation(
  workspaceId: WorkspaceId,
  invitationId: string,
  on: Reader = db(),
): Promise<PendingInvitation | undefined> {
  const [row] = await on
    .select()
    .from(invitations)
    .where(and(isPending(workspaceId), eq(invitations.id, invitationId)));
  return row;
}

export function listPendingInvitations(
  workspaceId: WorkspaceId,
  on: Reader,
): Promise<{ id: string; email: string }[]> {
  return on
    .select({ id: invitations.id, email: invitations.email })
    .from(invitations)
    .where(isPending(workspaceId));
}

/** Which of the addresses are in the workspace, or invited to it already. */
export async function findKnownEmails(
  workspaceId: WorkspaceId,
  emails: string[],
  on: Reader = db(),
): Promise<{ members: Set<string>; invited: Set<string> }> {
  const given = sql`= any(${sql.param(emails)}::text[])`;
  const members = await on
    .select({ email: memberships.email })
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspaceId), sql`${memberships.email} ${given}`));
  const invited = await on
    .select({ email: invitations.email })
    .from(invitations)
    .where(and(isPending(workspaceId), sql`${invitations.email} ${given}`));
  return {
    members: new Set(members.flatMap(({ email }) => (email ? [email] : []))),
    invited: new Set(invited.map(({ email }) => email)),
  };
}

/** People in the workspace, and those who may still come. */
export async function countSeatsTaken(
  workspaceId: WorkspaceId,
  now: Date,
  on: Reader = db(),
): Promise<{ people: number; invited: number }> {
  const [people] = await on
    .select({ total: count() })
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.kind, "person")));
  const [invited] = await on
    .select({ total: count() })
    .from(invitations)
    .where(and(isPending(workspaceId), gt(invitations.expiresAt, now)));
  return { people: people?.total ?? 0, invited: invited?.total ?? 0 };
}

export async function countInvitationsSpent(
  tx: Transaction,
  { workspaceId, userId, day }: { workspaceId: WorkspaceId; userId: UserId; day: string },
): Promise<number> {
  const [row] = await tx
    .select({ spent: invitationBudgets.spent })
    .from(invitationBudgets)
    .where(
      and(
        eq(invitationBudgets.workspaceId, workspaceId),
        eq(invitationBudgets.userId, userId),
        eq(invitationBudgets.day, day),
      ),
    );
  return row?.spent ?? 0;
}

export type LinkedInvitation = {
  workspaceId: WorkspaceId;
  workspaceName: string;
  invitationId: string;
  email: string;
  status: InvitationStatus;
  means: InvitationMeans;
  invitedByName: string;
  expiresAt: Date;
};

/** The person's account that has the address of an invitation. */
export type LinkedAccount = { id: UserId; name: string; email: string; isProven: boolean };

export async function findLinkedInvitation(
  workspaceId: WorkspaceId,
  tokenHash: string,
  on: Reader = db(),
): Promise<(LinkedInvitation & { account: LinkedAccount | undefined }) | undefined> {
  const [row] = await on
    .select({
      workspaceId: invitations.workspaceId,
      workspaceName: workspaces.name,
      invitationId: invitations.id,
      email: invitations.email,
      status: invitations.status,
      means: invitationLinks.means,
      invitedByName: invitations.invitedByName,
      expiresAt: invitations.expiresAt,
      account: { id: users.id, name: users.name, emailProvenAt: users.emailProvenAt },
    })
    .from(invitationLinks)
    .innerJoin(
      invitations,
      and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, invitationLinks.invitationId)),
    )
    .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
    .leftJoin(users, and(eq(users.email, invitations.email), eq(users.kind, "person")))
    .where(and(eq(invitationLinks.workspaceId, workspaceId), eq(invitationLinks.tokenHash, tokenHash)));
  if (!row) return undefined;
  const { account, ...invitation } = row;
  const { email } = invitation;
  return {
    ...invitation,
    account: account
      ? { id: account.id, name: account.name, email, isProven: account.emailProvenAt !== null }
      : undefined,
  };
}

export type OwnInvitation = {
  workspaceId: WorkspaceId;
  workspaceName: string;
  invitationId: string;
  invitedByName: string;
  createdAt: Date;
};

/** By address, over all workspaces: what the bell shows. The address has to be proven. */
export function listInvitationsFor(email: string, now: Date, limit: number): Promise<OwnInvitation[]> {
  return invitationsFor({ email, now, limit });
}

const invitationsFor = preparedQuery<{ email: string; now: Date; limit: number }, OwnInvitation>(
  "invitations_for",
  (on, { email, now, limit }) =>
    on
      .select({
        workspaceId: invitations.workspaceId,
        workspaceName: workspaces.name,
        invitationId: invitations.id,
        invitedByName: invitations.invitedByName,
        createdAt: invitations.createdAt,
      })
      .from(invitations)
      .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
      .where(
        and(
          eq(invitations.email, email),
          eq(invitations.status, "pending"),
          gt(invitations.expiresAt, sql.param(now, invitations.expiresAt)),
        ),
      )
      .orderBy(desc(invitations.createdAt))
      .limit(limit),
);
