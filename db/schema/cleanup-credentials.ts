import { boolean, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { UserId } from "@/lib/core/identifiers";
import type { BucketService } from "@/lib/core/storage/bucket-credentials";
import type { CleanupMethod } from "@/lib/core/storage/cleanup-words";
import { moment, workspaceId } from "./columns";
import { memberships } from "./memberships";
import { workspaces } from "./workspaces";

/** What the server deletes objects in buckets with. */
export const cleanupCredentials = pgTable(
  "cleanup_credentials",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    /** Whose deletions they are for; null: those of everybody in the workspace. */
    userId: text("user_id").$type<UserId>(),
    service: text("service").$type<BucketService>().notNull(),
    method: text("method").$type<CleanupMethod>().notNull(),
    /** Empty for all buckets that have no row of their own. */
    bucket: text("bucket").notNull(),
    /** Empty for the usual host of the service. */
    host: text("host").notNull(),
    isSecure: boolean("is_secure").notNull(),
    verifiesCertificate: boolean("verifies_certificate").notNull(),
    region: text("region").notNull(),
    project: text("project").notNull(),
    accessKey: text("access_key").notNull(),
    hasToken: boolean("has_token").notNull(),
    /** The secret, account key, SAS or key file, and the token. */
    sealedSecrets: text("sealed_secrets").notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "cleanup_credentials_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "cleanup_credentials_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "cleanup_credentials_member",
      columns: [t.workspaceId, t.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
    index("cleanup_credentials_by_holder").on(t.workspaceId, t.userId),
  ],
);
