import { bigint, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { moment, userId } from "./columns";

/** An account at an identity provider that opens an account here. */
export const accountIdentities = pgTable(
  "account_identities",
  {
    provider: text("provider").notNull(),
    /** Whose subjects they are: the same number at another issuer is somebody else. */
    issuer: text("issuer").notNull().default(""),
    subject: text("subject").notNull(),
    userId: userId(),
    email: text("email"),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "account_identities_primary", columns: [t.provider, t.issuer, t.subject] }),
    foreignKey({ name: "account_identities_user", columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      "cascade",
    ),
    index("account_identities_by_user").on(t.userId),
  ],
);

/** A time-based one-time password. It counts from its confirmation on; a code's time step is spent once. */
export const secondFactors = pgTable(
  "second_factors",
  {
    userId: userId(),
    sealedSecret: text("sealed_secret").notNull(),
    lastStep: bigint("last_step", { mode: "number" }).notNull(),
    createdAt: moment("created_at").notNull(),
    confirmedAt: moment("confirmed_at"),
  },
  (t) => [
    primaryKey({ name: "second_factors_primary", columns: [t.userId] }),
    foreignKey({ name: "second_factors_user", columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      "cascade",
    ),
  ],
);

export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: userId(),
    codeHash: text("code_hash").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "recovery_codes_primary", columns: [t.userId, t.codeHash] }),
    foreignKey({ name: "recovery_codes_user", columns: [t.userId], foreignColumns: [users.id] }).onDelete(
      "cascade",
    ),
  ],
);
