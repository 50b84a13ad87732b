import { foreignKey, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { moment, userId } from "./columns";

/** Browsers in which an account was opened. They end with the password that opened it. */
export const knownBrowsers = pgTable(
  "known_browsers",
  {
    userId: userId(),
    id: text("id").notNull(),
    lastSignInAt: moment("last_sign_in_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "known_browsers_primary", columns: [t.userId, t.id] }),
    foreignKey({ name: "known_browsers_user", columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      "cascade",
    ),
  ],
);
