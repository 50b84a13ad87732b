import { and, eq, lte, ne } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { db, type Transaction } from "../client";
import { sessions } from "../schema/sessions";

export async function insertSession(tx: Transaction, session: typeof sessions.$inferInsert): Promise<void> {
  await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, session.userId), lte(sessions.expiresAt, session.createdAt)));
  await tx.insert(sessions).values(session);
}

export async function deleteSession(tx: Transaction, userId: UserId, sessionId: string): Promise<boolean> {
  const gone = await tx
    .delete(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
    .returning({ id: sessions.id });
  return gone.length === 1;
}

/** Ends a person's sessions, all but `keptId` when one is named. Returns how many. */
export async function deleteSessions(tx: Transaction, userId: UserId, keptId?: string): Promise<number> {
  const gone = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), keptId === undefined ? undefined : ne(sessions.id, keptId)))
    .returning({ id: sessions.id });
  return gone.length;
}

export async function updateSessionLastSeen(sessionId: string, at: Date, ip: string | null): Promise<void> {
  await db()
    .update(sessions)
    .set(ip === null ? { lastSeenAt: at } : { lastSeenAt: at, ip })
    .where(eq(sessions.id, sessionId));
}

export async function updateActiveWorkspace(
  tx: Transaction,
  sessionId: string,
  workspaceId: WorkspaceId,
): Promise<void> {
  await tx.update(sessions).set({ activeWorkspaceId: workspaceId }).where(eq(sessions.id, sessionId));
}
