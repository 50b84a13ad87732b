import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { AuditEventName, AuditVia } from "@/lib/core/audit/events";
import { moment, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/** The log of administrator vaults is read by itself, from indexes that hold nothing else. */
const isOfAdminVaults = sql`starts_with(event, 'admin_vault.')`;

/** Numbered within the workspace; each entry's hash covers the one before, so that a gap or an edit shows. */
export const auditEvents = pgTable(
  "audit_events",
  {
    workspaceId: workspaceId(),
    number: bigint("number", { mode: "number" }).notNull(),
    at: moment("at").notNull(),
    event: text("event").$type<AuditEventName>().notNull(),
    actorUserId: text("actor_user_id"),
    actorName: text("actor_name").notNull(),
    via: text("via").$type<AuditVia>().notNull(),
    accessKey: text("access_key"),
    ip: text("ip"),
    targetId: text("target_id"),
    targetName: text("target_name"),
    before: jsonb("before").$type<Record<string, unknown>>(),
    after: jsonb("after").$type<Record<string, unknown>>(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [
    primaryKey({ name: "audit_events_primary", columns: [t.workspaceId, t.number] }),
    foreignKey({
      name: "audit_events_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    index("audit_events_by_time").on(t.workspaceId, t.at, t.number),
    index("audit_events_by_event").on(t.workspaceId, t.event, t.number),
    index("audit_events_by_actor").on(t.workspaceId, t.actorUserId, t.number),
    index("audit_events_of_admin_vaults").on(t.workspaceId, t.number).where(isOfAdminVaults),
    index("audit_events_by_admin_vault").on(t.workspaceId, t.targetId, t.number).where(isOfAdminVaults),
    index("audit_events_by_admin_vault_actor")
      .on(t.workspaceId, t.actorUserId, t.number)
      .where(isOfAdminVaults),
  ],
);
