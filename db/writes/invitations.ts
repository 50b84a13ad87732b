import { and, eq, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { InvitationMeans } from "@/lib/core/workspace/invitation";
import type { Transaction } from "../client";
import { invitationBudgets, invitationLinks, invitations } from "../schema/invitations";

/** False where the address is invited already. */
export async function insertInvitation(
  tx: Transaction,
  invitation: typeof invitations.$inferInsert,
): Promise<boolean> {
  const made = await tx
    .insert(invitations)
    .values(invitation)
    .onConflictDoNothing()
    .returning({ id: invitations.id });
  return made.length === 1;
}

export async function insertInvitationLink(
  tx: Transaction,
  link: typeof invitationLinks.$inferInsert,
): Promise<void> {
  await tx.insert(invitationLinks).values(link);
}

/** Adds to what the inviter has spent today. The caller has locked the workspace. */
export async function spendInvitations(
  tx: Transaction,
  budget: { workspaceId: WorkspaceId; userId: UserId; day: string },
  count: number,
): Promise<void> {
  const spent = sql`case when ${invitationBudgets.day} = ${budget.day} then ${invitationBudgets.spent} else 0 end + ${count}`;
  await tx
    .insert(invitationBudgets)
    .values({ ...budget, spent: count })
    .onConflictDoUpdate({
      target: [invitationBudgets.workspaceId, invitationBudgets.userId],
      set: { day: budget.day, spent },
    });
}

/** Earlier links of these means stop working. */
export async function deleteInvitationLinks(
  tx: Transaction,
  workspaceId: WorkspaceId,
  invitationId: string,
  means?: InvitationMeans,
): Promise<void> {
  await tx
    .delete(invitationLinks)
    .where(
      and(
        eq(invitationLinks.workspaceId, workspaceId),
        eq(invitationLinks.invitationId, invitationId),
        means === undefined ? undefined : eq(invitationLinks.means, means),
      ),
    );
}

/** True for the one caller who answers it. */
export async function settleInvitation(
  tx: Transaction,
  workspaceId: WorkspaceId,
  invitationId: string,
  status: "accepted" | "declined" | "withdrawn",
  settledAt: Date,
): Promise<boolean> {
  const settled = await tx
    .update(invitations)
    .set({ status, settledAt })
    .where(
      and(
        eq(invitations.workspaceId, workspaceId),
        eq(invitations.id, invitationId),
        eq(invitations.status, "pending"),
      ),
    )
    .returning({ id: invitations.id });
  return settled.length === 1;
}

export async function extendInvitation(
  tx: Transaction,
  workspaceId: WorkspaceId,
  invitationId: string,
  expiresAt: Date,
): Promise<void> {
  await tx
    .update(invitations)
    .set({ expiresAt })
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, invitationId)));
}
