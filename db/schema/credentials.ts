import { foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { moment, userId, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/** Global, because a client names nothing but its access key. */
export const apiCredentials = pgTable(
  "api_credentials",
  {
    accessKey: text("access_key").notNull(),
    workspaceId: workspaceId(),
    userId: userId(),
    label: text("label").notNull(),
    secretHash: text("secret_hash").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at"),
    /** The credentials that made these, where a program did. They may be gone: no key refers to them. */
    createdByAccessKey: text("created_by_access_key"),
  },
  (t) => [
    primaryKey({ name: "api_credentials_primary", columns: [t.accessKey] }),
    foreignKey({
      name: "api_credentials_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    foreignKey({ name: "api_credentials_user", columns: [t.userId], foreignColumns: [users.id] }),
    index("api_credentials_by_creation").on(t.workspaceId, t.createdAt, t.accessKey),
    index("api_credentials_by_user").on(t.workspaceId, t.userId, t.createdAt, t.accessKey),
    index("api_credentials_of_user").on(t.userId),
    index("api_credentials_by_maker").on(t.workspaceId, t.createdByAccessKey),
  ],
);

/** Tokens that were logged out before their end. Past it they need no row: an expired token is refused by itself. */
export const revokedTokens = pgTable(
  "revoked_tokens",
  {
    workspaceId: workspaceId(),
    tokenId: text("token_id").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "revoked_tokens_primary", columns: [t.workspaceId, t.tokenId] }),
    foreignKey({
      name: "revoked_tokens_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
    index("revoked_tokens_by_expiry").on(t.workspaceId, t.expiresAt),
  ],
);

export const credentialUses = pgTable(
  "credential_uses",
  {
    workspaceId: workspaceId(),
    accessKey: text("access_key").notNull(),
    lastUsedAt: moment("last_used_at").notNull(),
    worker: text("worker"),
    ip: text("ip"),
  },
  (t) => [
    primaryKey({ name: "credential_uses_primary", columns: [t.workspaceId, t.accessKey] }),
    foreignKey({
      name: "credential_uses_credential",
      columns: [t.accessKey],
      foreignColumns: [apiCredentials.accessKey],
    }).onDelete("cascade"),
    index("credential_uses_by_access_key").on(t.accessKey),
  ],
);
