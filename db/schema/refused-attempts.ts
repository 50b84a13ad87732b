import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { RefusedMeans } from "@/lib/core/audit/refusals";
import { moment } from "./columns";

/** Sign-ins and API credentials that were refused in an hour, until they are written to a log. */
export const refusedAttempts = pgTable(
  "refused_attempts",
  {
    hour: moment("hour").notNull(),
    means: text("means").$type<RefusedMeans>().notNull(),
    /** Whose account it was, or `workspace/key` of API credentials; empty where there is none. */
    target: text("target").notNull(),
    /** The network that it came from; empty where it is not known, or where there were too many. */
    ip: text("ip").notNull(),
    attempts: integer("attempts").notNull(),
  },
  (t) => [primaryKey({ name: "refused_attempts_primary", columns: [t.hour, t.means, t.target, t.ip] })],
);
