import { and, asc, eq, gt } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db } from "../client";
import { auditEvents } from "../schema/audit-events";

export type AuditEntry = typeof auditEvents.$inferSelect;

/** Entries in order, after the one numbered `after`. */
export function listAuditEvents(
  workspaceId: WorkspaceId,
  after: number,
  limit: number,
): Promise<AuditEntry[]> {
  return db()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, workspaceId), gt(auditEvents.number, after)))
    .orderBy(asc(auditEvents.number))
    .limit(limit);
}
