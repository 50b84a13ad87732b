import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { UserKind } from "@/lib/core/workspace/role";
import { moment, userId } from "./columns";

export const users = pgTable(
  "users",
  {
    id: userId("id"),
    kind: text("kind").$type<UserKind>().notNull(),
    name: text("name").notNull(),
    email: text("email"),
    emailProvenAt: moment("email_proven_at"),
    passwordHash: text("password_hash"),
    passwordChangedAt: moment("password_changed_at"),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "users_primary", columns: [t.id] }),
    uniqueIndex("users_email_unique").on(t.email),
    check("users_email_lower_case", sql`${t.email} = lower(${t.email})`),
    check("users_people_have_an_email", sql`${t.kind} <> 'person' or ${t.email} is not null`),
  ],
);

/** What counts up with an account: by it a transaction notices that the account joined another workspace meanwhile. */
export const accountHeads = pgTable(
  "account_heads",
  {
    userId: userId(),
    joins: bigint("joins", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ name: "account_heads_primary", columns: [t.userId] }),
    foreignKey({ name: "account_heads_user", columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      "cascade",
    ),
  ],
);

export const userPreferences = pgTable(
  "user_preferences",
  {
    userId: userId(),
    preferences: jsonb("preferences").$type<Record<string, unknown>>().notNull(),
    /** The pro tips that were shown since all of them had been. */
    seenTips: text("seen_tips").array().notNull().default([]),
    tipShownAt: moment("tip_shown_at"),
    updatedAt: moment("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "user_preferences_primary", columns: [t.userId] }),
    foreignKey({ name: "user_preferences_user", columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      "cascade",
    ),
  ],
);

/** Single-use links that make an account, where anybody may sign up; only the hash of their token is kept. */
export const signUpLinks = pgTable(
  "sign_up_links",
  {
    tokenHash: text("token_hash").notNull(),
    email: text("email").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "sign_up_links_primary", columns: [t.tokenHash] }),
    index("sign_up_links_by_email").on(t.email),
    index("sign_up_links_by_expiry").on(t.expiresAt),
  ],
);

/** Single-use links to an account; only the hash of their token is kept. */
export const accountLinks = pgTable(
  "account_links",
  {
    tokenHash: text("token_hash").notNull(),
    userId: userId(),
    /** A mailed link shows that the person who opens it reads the account's mail. */
    mailed: boolean("mailed").notNull(),
    purpose: text("purpose").$type<"reset_password" | "sign_in" | "prove_email">().notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "account_links_primary", columns: [t.tokenHash] }),
    foreignKey({ name: "account_links_user", columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      "cascade",
    ),
    index("account_links_by_user").on(t.userId),
  ],
);
