import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** Failures counted by account and by address; `nextTurnAt` is when the next attempt may be looked at. */
export const rateLimits = pgTable(
  "sign_in_brakes",
  {
    subject: text("subject").notNull(),
    failures: integer("failures").notNull(),
    lastFailureAt: moment("last_failure_at").notNull(),
    nextTurnAt: moment("next_turn_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "sign_in_brakes_primary", columns: [t.subject] }),
    index("sign_in_brakes_by_time").on(t.lastFailureAt),
  ],
);
