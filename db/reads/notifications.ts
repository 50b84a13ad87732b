import { and, desc, eq, gt } from "drizzle-orm";
import type { NotificationKind } from "@/lib/core/account/notifications";
import type { UserId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { notifications } from "../schema/notifications";

export type NotificationView = {
  id: string;
  kind: NotificationKind;
  failures: number;
  ip: string | null;
  createdAt: Date;
  readAt: Date | null;
};

export function listNotifications(userId: UserId, since: Date, limit: number): Promise<NotificationView[]> {
  return db()
    .select({
      id: notifications.id,
      kind: notifications.kind,
      failures: notifications.failures,
      ip: notifications.ip,
      createdAt: notifications.createdAt,
      readAt: notifications.readAt,
    })
    .from(notifications)
    .where(and(eq(notifications.userId, userId), gt(notifications.createdAt, since)))
    .orderBy(desc(notifications.createdAt))
    .limit(limit);
}

export async function findLastNotifiedAt(
  userId: UserId,
  kind: NotificationKind,
  on: Reader = db(),
): Promise<Date | undefined> {
  const [row] = await on
    .select({ createdAt: notifications.createdAt })
    .from(notifications)
    .where(and(eq(notifications.userId, userId), eq(notifications.kind, kind)))
    .orderBy(desc(notifications.createdAt))
    .limit(1);
  return row?.createdAt;
}
