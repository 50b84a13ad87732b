import { bigint, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { AuditEventName, AuditVia } from "@/lib/core/audit/events";
import { moment } from "./columns";

/** One row: the nonce of the set-up link, which changes when that is used, and the end of the installation’s log. */
export const installation = pgTable(
  "installation",
  {
    id: text("id").$type<"only">().notNull(),
    setUpNonce: text("set_up_nonce").notNull(),
    createdAt: moment("created_at").notNull(),
    auditNumber: bigint("audit_number", { mode: "number" }).notNull().default(0),
    auditHash: text("audit_hash").notNull().default(""),
    auditSeal: text("audit_seal").notNull().default(""),
  },
  (t) => [primaryKey({ name: "installation_primary", columns: [t.id] })],
);

/** What no workspace’s log can hold, since it would go with the workspace. Each hash covers the one before. */
export const installationEvents = pgTable(
  "installation_events",
  {
    number: bigint("number", { mode: "number" }).notNull(),
    at: moment("at").notNull(),
    event: text("event").$type<AuditEventName>().notNull(),
    actorName: text("actor_name").notNull(),
    via: text("via").$type<AuditVia>().notNull(),
    ip: text("ip"),
    targetId: text("target_id"),
    targetName: text("target_name"),
    before: jsonb("before").$type<Record<string, unknown>>(),
    after: jsonb("after").$type<Record<string, unknown>>(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [primaryKey({ name: "installation_events_primary", columns: [t.number] })],
);
