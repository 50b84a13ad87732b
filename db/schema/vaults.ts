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
import type { UserId } from "@/lib/core/identifiers";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import type { VaultScope, VaultType } from "@/lib/core/vault/vault-types";
import { moment, userId, workspaceId } from "./columns";
import { groups } from "./groups";
import { memberships } from "./memberships";
import { workspaces } from "./workspaces";

export const vaults = pgTable(
  "vaults",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    scope: text("scope").$type<VaultScope>().notNull(),
    /** Of a personal vault alone. */
    ownerUserId: text("owner_user_id").$type<UserId>(),
    type: text("type").$type<VaultType>().notNull(),
    /** Of an administrator vault alone. */
    name: text("name"),
    /** Of an administrator vault alone: 1 for the first that clients merge, without gaps. */
    position: integer("position"),
    enabled: boolean("enabled").notNull(),
    revision: integer("revision").notNull(),
    /** Goes up with every change to what clients receive of this vault, so that a process may keep its text. */
    version: bigint("version", { mode: "number" }).notNull().default(1),
    /** Since when its newest text can't be read; null while it can. */
    unreadableSince: moment("unreadable_since"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    updatedByName: text("updated_by_name"),
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
    index("vaults_by_position").on(t.workspaceId, t.position, t.id).where(sql`${t.scope} = 'group'`),
    check("vaults_scope_known", sql`${t.scope} in ('personal', 'group')`),
    check(
      "vaults_scope_columns",
      sql`case ${t.scope}
        when 'personal' then ${t.ownerUserId} is not null and ${t.name} is null and ${t.position} is null
        else ${t.ownerUserId} is null and ${t.name} is not null and ${t.position} >= 1
      end`,
    ),
  ],
);

/** Whose members receive an administrator vault. */
export const vaultGroups = pgTable(
  "vault_groups",
  {
    workspaceId: workspaceId(),
    vaultId: text("vault_id").notNull(),
    groupId: text("group_id").notNull(),
  },
  (t) => [
    primaryKey({ name: "vault_groups_primary", columns: [t.workspaceId, t.vaultId, t.groupId] }),
    foreignKey({
      name: "vault_groups_vault",
      columns: [t.workspaceId, t.vaultId],
      foreignColumns: [vaults.workspaceId, vaults.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "vault_groups_group",
      columns: [t.workspaceId, t.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }).onDelete("cascade"),
    index("vault_groups_by_group").on(t.workspaceId, t.groupId, t.vaultId),
  ],
);

export const vaultRevisions = pgTable(
  "vault_revisions",
  {
    workspaceId: workspaceId(),
    vaultId: text("vault_id").notNull(),
    number: integer("number").notNull(),
    format: text("format").$type<VaultFormat>().notNull(),
    sealedText: text("sealed_text").notNull(),
    /** The text that clients are served; none where the author's has errors. */
    sealedCanonical: text("sealed_canonical"),
    /** The version of the code that made `sealedCanonical`; 0 where nothing has tried yet. */
    canonicalWriter: integer("canonical_writer").notNull().default(0),
    lineCount: integer("line_count").notNull(),
    byteCount: integer("byte_count").notNull(),
    /** Of a text of UI storage credentials that could be read. */
    credentialCount: integer("credential_count"),
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
