import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns";

/** One row. Its nonce goes into the set-up link and changes when the link is used. */
export const installation = pgTable(
  "installation",
  {
    id: text("id").$type<"only">().notNull(),
    setUpNonce: text("set_up_nonce").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [primaryKey({ name: "installation_primary", columns: [t.id] })],
);
