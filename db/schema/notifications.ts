import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { NotificationKind, UsageNotice } from "@/lib/core/account/notifications";
import { users } from "./accounts";
import { moment, userId } from "./columns";

/** What the bell tells a person about their own account, whichever workspace is active. */
export const notifications = pgTable(
  "notifications",
  {
    id: text("id").notNull(),
    userId: userId(),
    kind: text("kind").$type<NotificationKind>().notNull(),
    /** What is told of a workspace. */
    about: jsonb("about").$type<UsageNotice>(),
    /** Attempts that failed, up to the moment of the notice. */
    failures: integer("failures").notNull(),
    /** Where the last of them came from. */
    ip: text("ip"),
    createdAt: moment("created_at").notNull(),
    readAt: moment("read_at"),
  },
  (t) => [
    primaryKey({ name: "notifications_primary", columns: [t.id] }),
    foreignKey({ name: "notifications_user", columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      "cascade",
    ),
    index("notifications_by_user").on(t.userId, t.createdAt),
  ],
);
