import { boolean, foreignKey, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { moment, userId, workspaceId } from "./columns";
import { memberships } from "./memberships";

/** What a member’s browser reads a bucket with. */
export const bucketCredentials = pgTable(
  "bucket_credentials",
  {
    workspaceId: workspaceId(),
    id: text("id").notNull(),
    userId: userId(),
    bucket: text("bucket").notNull(),
    /** Empty for Amazon S3 and Google Cloud Storage. */
    host: text("host").notNull(),
    region: text("region").notNull(),
    /** Empty for a SAS of Azure. */
    accessKey: text("access_key").notNull(),
    hasToken: boolean("has_token").notNull(),
    /** The secret or SAS, and the token. */
    sealedSecrets: text("sealed_secrets").notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "bucket_credentials_primary", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "bucket_credentials_member",
      columns: [t.workspaceId, t.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
    uniqueIndex("bucket_credentials_by_bucket").on(t.workspaceId, t.userId, t.bucket, t.host),
  ],
);
