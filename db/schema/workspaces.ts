import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { users } from "./accounts";
import { moment, userId, workspaceId } from "./columns";

export const workspaces = pgTable(
  "workspaces",
  {
    id: text("id").$type<WorkspaceId>().notNull(),
    name: text("name").notNull(),
    ownerUserId: userId("owner_user_id"),
    isPersonal: boolean("is_personal").notNull(),
    /** The most days for which a member who administers nothing may make API credentials; none: any, and without end. */
    maxCredentialDays: integer("max_credential_days"),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "workspaces_primary", columns: [t.id] }),
    foreignKey({ name: "workspaces_owner", columns: [t.ownerUserId], foreignColumns: [users.id] }),
    index("workspaces_by_owner").on(t.ownerUserId),
    uniqueIndex("workspaces_one_personal_each").on(t.ownerUserId).where(sql`${t.isPersonal}`),
  ],
);

/** The end of a workspace's audit log. Whoever writes in the workspace locks it first. */
export const workspaceHeads = pgTable(
  "workspace_heads",
  {
    workspaceId: workspaceId(),
    auditNumber: bigint("audit_number", { mode: "number" }).notNull(),
    auditHash: text("audit_hash").notNull(),
    /** A keyed hash over number and hash; empty in logs that are older than seals. */
    auditSeal: text("audit_seal").notNull().default(""),
  },
  (t) => [
    primaryKey({ name: "workspace_heads_primary", columns: [t.workspaceId] }),
    foreignKey({
      name: "workspace_heads_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);
