import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { FailureKind, NotificationKind, UsageNotice } from "@/lib/core/account/notifications";
import type { UserId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { notifications } from "../schema/notifications";
import type { OrPlaceholders } from "../statement";

export type NotificationView = {
  id: string;
  kind: NotificationKind;
  /** Of those of `usage` alone. */
  about: UsageNotice | null;
  failures: number;
  ip: string | null;
  createdAt: Date;
  readAt: Date | null;
};

export type NotificationsWanted = { since: Date; most: number };

/** As one value next to the row of the user. */
export function notificationsOf(userId: AnyPgColumn, { since, most }: OrPlaceholders<NotificationsWanted>) {
  const latest = db()
    .select()
    .from(notifications)
    .where(
      and(
        eq(notifications.userId, userId),
        gt(notifications.createdAt, sql.param(since, notifications.createdAt)),
      ),
    )
    .orderBy(desc(notifications.createdAt))
    .limit(most)
    .as("latest");
  const shown = sql`json_build_object(
    'id', ${latest.id}, 'kind', ${latest.kind}, 'about', ${latest.about}, 'failures', ${latest.failures}, 'ip', ${latest.ip},
    'createdAt', ${latest.createdAt}, 'readAt', ${latest.readAt})`;
  const all = db()
    .select({ all: sql`coalesce(json_agg(${shown} order by ${latest.createdAt} desc), '[]')` })
    .from(latest);
  return sql`(${all})`.mapWith((rows: Written<NotificationView>[]) => rows.map(readNotification));
}

type Written<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

function readNotification({
  createdAt,
  readAt,
  ...notification
}: Written<NotificationView>): NotificationView {
  return {
    ...notification,
    createdAt: new Date(createdAt),
    readAt: readAt === null ? null : new Date(readAt),
  };
}

export async function findLastNotifiedAt(
  userId: UserId,
  kind: FailureKind,
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
