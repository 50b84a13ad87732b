import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { moment, userId, workspaceId } from "./columns";
import { memberships } from "./memberships";
import { workspaces } from "./workspaces";

export const vaults = pgTable(
  "vaults",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    scope: text("scope").$type<"personal">().notNull(),
    ownerUserId: userId("owner_user_id"),
    type: text("type").$type<"config">().notNull(),
    enabled: boolean("enabled").notNull(),
    revision: integer("revision").notNull(),
    /** Goes up with every change to what clients receive of this vault, so that a process may keep its text. */
    version: bigint("version", { mode: "number" }).notNull().default(1),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "vaults_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "vaults_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "vaults_owner",
      columns: [t.workspaceId, t.ownerUserId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
    uniqueIndex("vaults_one_personal_each")
      .on(t.workspaceId, t.ownerUserId)
      .where(sql`${t.scope} = 'personal'`),
    index("vaults_by_owner").on(t.workspaceId, t.ownerUserId),
    check("vaults_scope_known", sql`${t.scope} in ('personal')`),
  ],
);

export const vaultRevisions = pgTable(
  "vault_revisions",
  {
    workspaceId: workspaceId(),
    vaultId: text("vault_id").notNull(),
    number: integer("number").notNull(),
    format: text("format").$type<"hocon" | "json" | "yaml">().notNull(),
    sealedText: text("sealed_text").notNull(),
    /** The text that clients are served; none where the author's has errors. */
    sealedCanonical: text("sealed_canonical"),
    /** The version of the code that made `sealedCanonical`; 0 where nothing has tried yet. */
    canonicalWriter: integer("canonical_writer").notNull().default(0),
    lineCount: integer("line_count").notNull(),
    byteCount: integer("byte_count").notNull(),
    authorUserId: userId("author_user_id"),
    authorName: text("author_name").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "vault_revisions_primary", columns: [t.workspaceId, t.vaultId, t.number] }),
    foreignKey({
      name: "vault_revisions_vault",
      columns: [t.workspaceId, t.vaultId],
      foreignColumns: [vaults.workspaceId, vaults.id],
    }).onDelete("cascade"),
  ],
);
