import { and, desc, eq, isNull, lte, notInArray, or } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { notifications } from "../schema/notifications";

/** The person's old ones go, and all but the latest `most`. */
export async function insertNotification(
  tx: Transaction,
  notification: typeof notifications.$inferInsert,
  keep: { since: Date; most: number },
): Promise<void> {
  await tx.insert(notifications).values(notification);
  const own = eq(notifications.userId, notification.userId);
  const latest = tx
    .select({ id: notifications.id })
    .from(notifications)
    .where(own)
    .orderBy(desc(notifications.createdAt))
    .limit(keep.most);
  await tx
    .delete(notifications)
    .where(and(own, or(lte(notifications.createdAt, keep.since), notInArray(notifications.id, latest))));
}

export async function markNotificationsRead(tx: Transaction, userId: UserId, at: Date): Promise<void> {
  await tx
    .update(notifications)
    .set({ readAt: at })
    .where(and(eq(notifications.userId, userId), isNull(notifications.readAt)));
}
