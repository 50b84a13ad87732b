import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { InvitationMeans, InvitationStatus } from "@/lib/core/workspace/invitation";
import { moment, userId, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

export const invitations = pgTable(
  "invitations",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    email: text("email").notNull(),
    status: text("status").$type<InvitationStatus>().notNull(),
    invitedByUserId: userId("invited_by_user_id"),
    invitedByName: text("invited_by_name").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    settledAt: moment("settled_at"),
  },
  (t) => [
    primaryKey({ name: "invitations_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "invitations_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    uniqueIndex("invitations_one_pending_each")
      .on(t.workspaceId, t.email)
      .where(sql`${t.status} = 'pending'`),
    index("invitations_by_creation").on(t.workspaceId, t.status, t.createdAt, t.id),
    index("invitations_by_email").on(t.email, t.status),
  ],
);

/** How many invitations somebody has sent on a day; withdrawing one takes nothing back. */
export const invitationBudgets = pgTable(
  "invitation_budgets",
  {
    workspaceId: workspaceId(),
    userId: userId(),
    day: text("day").notNull(),
    spent: integer("spent").notNull(),
  },
  (t) => [
    primaryKey({ name: "invitation_budgets_primary", columns: [t.workspaceId, t.userId] }),
    foreignKey({
      name: "invitation_budgets_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);

/** A copied link lets its holder join; only a mailed one shows that the address is theirs. */
export const invitationLinks = pgTable(
  "invitation_links",
  {
    workspaceId: workspaceId(),
    tokenHash: text("token_hash").notNull(),
    invitationId: text("invitation_id").notNull(),
    means: text("means").$type<InvitationMeans>().notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "invitation_links_primary", columns: [t.workspaceId, t.tokenHash] }),
    foreignKey({
      name: "invitation_links_invitation",
      columns: [t.workspaceId, t.invitationId],
      foreignColumns: [invitations.workspaceId, invitations.id],
    }).onDelete("cascade"),
    index("invitation_links_by_invitation").on(t.workspaceId, t.invitationId),
  ],
);
