import type { UsageWarning } from "../billing/limits";
import type { WorkspaceId } from "../identifiers";
import type { RateLimit } from "./rate-limit";

/** `failed_sign_ins`: wrong passwords. `failed_codes`: the right password, and wrong codes after it. */
export type FailureKind = "failed_sign_ins" | "failed_codes";
/** `usage`: a workspace that one administers comes near what it may use. */
export type NotificationKind = FailureKind | "usage";

/** What a notification of `usage` is about. */
export type UsageNotice = UsageWarning & {
  workspaceId: WorkspaceId;
  workspaceName: string;
  /** Whether what is past it is charged, and not refused. */
  goesOn: boolean;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Failures are one burst until an hour has passed without any. */
export function countInBurst(burst: RateLimit | undefined, now: Date): RateLimit {
  const goesOn = burst !== undefined && now.getTime() - burst.lastFailureAt.getTime() < hourMs;
  return { failures: (goesOn ? burst.failures : 0) + 1, lastFailureAt: now, nextTurnAt: now };
}

/**
 * Wrong passwords are common. Wrong codes after the right password come from somebody who knows the password.
 */
const worthTellingAfter: Record<FailureKind, number> = { failed_sign_ins: 10, failed_codes: 1 };

/** Once in a burst, and once a day while it lasts. */
export function shouldNotify(
  kind: FailureKind,
  failures: number,
  lastToldAt: Date | undefined,
  now: Date,
): boolean {
  const least = worthTellingAfter[kind];
  if (failures === least) return true;
  return failures > least && (lastToldAt === undefined || now.getTime() - lastToldAt.getTime() >= dayMs);
}

/** Beyond this number, only the bell notifies, so that an attacker can't fill a mailbox. */
export const mostNotificationMailsADay = 3;

const notificationRetentionMs = 90 * dayMs;
export const mostNotifications = 50;

export function oldestKeptNotification(now: Date): Date {
  return new Date(now.getTime() - notificationRetentionMs);
}

/** What the bell shows: the latest of those that are kept. */
export function shownNotifications(now: Date): { since: Date; most: number } {
  return { since: oldestKeptNotification(now), most: 20 };
}
