import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { moment } from "./columns";

/** What waits to be sent. The sealed content holds live links, so it is erased once sent or given up. */
export const mails = pgTable(
  "mails",
  {
    id: text("id").notNull(),
    workspaceId: text("workspace_id").$type<WorkspaceId>(),
    /** The invitation that the mail is about, where it is about one. */
    invitationId: text("invitation_id"),
    kind: text("kind")
      .$type<
        "invitation" | "sign_in" | "reset_password" | "prove_email" | "sign_up" | "notification" | "invoices"
      >()
      .notNull(),
    recipient: text("recipient").notNull(),
    sealedContent: text("sealed_content"),
    /** `needless`: it has no recipient. */
    status: text("status").$type<"queued" | "sent" | "failed" | "needless">().notNull(),
    attempts: integer("attempts").notNull(),
    nextAttemptAt: moment("next_attempt_at").notNull(),
    lastError: text("last_error"),
    createdAt: moment("created_at").notNull(),
    settledAt: moment("settled_at"),
  },
  (t) => [
    primaryKey({ name: "mails_primary", columns: [t.id] }),
    index("mails_by_recipient").on(t.recipient, t.createdAt),
    index("mails_settled").on(t.settledAt),
    index("mails_due").on(t.status, t.nextAttemptAt),
    index("mails_by_invitation").on(t.workspaceId, t.invitationId, t.createdAt),
  ],
);
