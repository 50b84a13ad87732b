import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { userPreferences, users } from "../schema/accounts";
import { sessions } from "../schema/sessions";
import { type OrPlaceholders, preparedQuery } from "../statement";
import { type ProfileView, profileOf, type TipsSeen } from "./accounts";
import { type NotificationsWanted, type NotificationView, notificationsOf } from "./notifications";

export type LivePeriod = { now: Date; seenAfter: Date };

export type LiveSession = {
  sessionId: string;
  userId: UserId;
  activeWorkspaceId: WorkspaceId;
  name: string;
  email: string | null;
  lastSeenAt: Date;
};

/** Neither past its end nor unused for too long. */
function isLive({ now, seenAfter }: OrPlaceholders<LivePeriod>) {
  return and(
    gt(sessions.expiresAt, sql.param(now, sessions.expiresAt)),
    gt(sessions.lastSeenAt, sql.param(seenAfter, sessions.lastSeenAt)),
  );
}

export async function findLiveSession(
  sessionId: string,
  live: LivePeriod,
  on: Reader = db(),
): Promise<LiveSession | undefined> {
  const [row] = await on
    .select({
      sessionId: sessions.id,
      userId: sessions.userId,
      activeWorkspaceId: sessions.activeWorkspaceId,
      name: users.name,
      email: users.email,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sessionId), isLive(live)));
  return row;
}

export type SignedInSession = Pick<
  LiveSession,
  "sessionId" | "userId" | "activeWorkspaceId" | "lastSeenAt"
> & {
  signedInAt: Date;
  account: ProfileView;
  preferences: Record<string, unknown>;
  tips: TipsSeen;
  notifications: NotificationView[];
};

type SessionRow = Omit<SignedInSession, "account" | "preferences" | "tips"> & {
  user: typeof users.$inferSelect;
  chosen: typeof userPreferences.$inferSelect | null;
};

const signedInSession = preparedQuery<{ sessionId: string } & LivePeriod & NotificationsWanted, SessionRow>(
  "signed_in_session",
  (on, { sessionId, now, seenAfter, since, most }) =>
    on
      .select({
        sessionId: sessions.id,
        userId: sessions.userId,
        activeWorkspaceId: sessions.activeWorkspaceId,
        lastSeenAt: sessions.lastSeenAt,
        signedInAt: sessions.createdAt,
        user: users,
        chosen: userPreferences,
        notifications: notificationsOf(sessions.userId, { since, most }),
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .leftJoin(userPreferences, eq(userPreferences.userId, sessions.userId))
      .where(and(eq(sessions.id, sessionId), isLive({ now, seenAfter }))),
);

/** The session of a request, with whose it is, what they prefer and what their bell shows. */
export async function findSignedInSession(
  sessionId: string,
  live: LivePeriod,
  wanted: NotificationsWanted,
): Promise<SignedInSession | undefined> {
  const [row] = await signedInSession({ sessionId, ...live, ...wanted });
  if (!row) return undefined;
  const { user, chosen, ...session } = row;
  const account = profileOf(user);
  const tips = { seen: chosen?.seenTips ?? [], shownAt: chosen?.tipShownAt ?? null };
  return account && { ...session, account, preferences: chosen?.preferences ?? {}, tips };
}

export async function findSessionStart(sessionId: string, on: Reader = db()): Promise<Date | undefined> {
  const [row] = await on
    .select({ createdAt: sessions.createdAt })
    .from(sessions)
    .where(eq(sessions.id, sessionId));
  return row?.createdAt;
}

export type SessionView = {
  id: string;
  ip: string | null;
  userAgent: string | null;
  provider: string;
  createdAt: Date;
  lastSeenAt: Date;
};

/** The most recently seen of a person's sessions; no honest user has more than `limit`. */
export function listSessions(userId: UserId, live: LivePeriod, limit: number): Promise<SessionView[]> {
  return db()
    .select({
      id: sessions.id,
      ip: sessions.ip,
      userAgent: sessions.userAgent,
      provider: sessions.provider,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isLive(live)))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(limit);
}

export async function findLastActiveWorkspace(
  userId: UserId,
  on: Reader = db(),
): Promise<WorkspaceId | undefined> {
  const [row] = await on
    .select({ workspaceId: sessions.activeWorkspaceId })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(1);
  return row?.workspaceId;
}
