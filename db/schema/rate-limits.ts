import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** Failures counted by what an attempt comes from and goes to; `nextTurnAt` is when the next one may be looked at. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    subject: text("subject").notNull(),
    failures: integer("failures").notNull(),
    lastFailureAt: moment("last_failure_at").notNull(),
    nextTurnAt: moment("next_turn_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "rate_limits_primary", columns: [t.subject] }),
    index("rate_limits_by_time").on(t.lastFailureAt),
  ],
);
