import { and, desc, eq } from "drizzle-orm";
import type { AuditEventName } from "@/lib/core/audit/events";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db } from "../client";
import { auditEvents } from "../schema/audit-events";
import { workspaceHeads } from "../schema/workspaces";

/** The newest audit entry of its kind in the workspace. */
export async function lastAuditEvent(workspaceId: WorkspaceId, event: AuditEventName) {
  const [row] = await db()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.event, event)))
    .orderBy(desc(auditEvents.number))
    .limit(1);
  return row;
}

export async function countAuditEvents(workspaceId: WorkspaceId): Promise<number> {
  return db().$count(auditEvents, eq(auditEvents.workspaceId, workspaceId));
}

/** Puts an entry where the workspace's next one belongs, so that no further one can be written. */
export async function blockAudit(workspaceId: WorkspaceId): Promise<void> {
  const [head] = await db()
    .select({ number: workspaceHeads.auditNumber })
    .from(workspaceHeads)
    .where(eq(workspaceHeads.workspaceId, workspaceId));
  await db()
    .insert(auditEvents)
    .values({
      workspaceId,
      number: (head?.number ?? 0) + 1,
      at: new Date(),
      event: "session.started",
      actorName: "In the way",
      via: "operator",
      previousHash: "",
      hash: "",
    });
}
