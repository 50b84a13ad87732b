import type { Transaction } from "@/db/client";
import { findProfile } from "@/db/reads/accounts";
import { findLastNotifiedAt, type NotificationView } from "@/db/reads/notifications";
import { insertNotification, markNotificationsRead } from "@/db/writes/notifications";
import { lockRateLimit, upsertRateLimit } from "@/db/writes/rate-limits";
import {
  countInBurst,
  type FailureKind,
  mostNotifications,
  oldestKeptNotification,
  shouldNotify,
} from "@/lib/core/account/notifications";
import type { UserId } from "@/lib/core/identifiers";
import { failedCodesMail, failedSignInsMail } from "@/lib/core/mail/messages";
import { done, type Outcome } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { newId, sha256Hex } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { isMailConfigured } from "@/lib/server/mail";
import { queueNotificationMail } from "../mail/mails";
import { actingOnSelf } from "../rights/revalidate-actor";

export type { NotificationView };

type Failure = {
  kind: FailureKind;
  /** The account, or the e-mail address where it has none: both are counted, so that both take as long. */
  target: string;
  userId: UserId | undefined;
  ip: string | null;
};

/**
 * Tells the holder, under the bell and by mail, once a burst of failures is worth it. A notification has no audit
 * entry of its own: it repeats refused attempts, which the log counts by the hour.
 */
export async function countFailureAndNotify(
  tx: Transaction,
  { kind, target, userId, ip }: Failure,
): Promise<void> {
  const at = now();
  const subject = `burst:${sha256Hex(`${kind} ${target}`)}`;
  const burst = countInBurst(await lockRateLimit(tx, subject), at);
  await upsertRateLimit(tx, subject, burst);
  const lastToldAt = userId && (await findLastNotifiedAt(userId, kind, tx));
  if (!userId || !shouldNotify(kind, burst.failures, lastToldAt, at)) return;
  await tell(tx, { kind, userId, ip, failures: burst.failures });
}

async function tell(
  tx: Transaction,
  told: { kind: FailureKind; userId: UserId; ip: string | null; failures: number },
): Promise<void> {
  const at = now();
  await insertNotification(
    tx,
    { id: newId(), ...told, about: null, createdAt: at, readAt: null },
    { since: oldestKeptNotification(at), most: mostNotifications },
  );
  const profile = await findProfile(told.userId, tx);
  // Who else has the address of an account that never proved it is nobody's to tell.
  if (!profile?.emailProvenAt || !isMailConfigured()) return;
  const write = told.kind === "failed_codes" ? failedCodesMail : failedSignInsMail;
  const link = `${settings().publicUrl}/settings/profile#password`;
  await queueNotificationMail(tx, profile.email, write({ ip: told.ip, failures: told.failures, at, link }));
}

// Not audited: what the bell has shown changes nothing else.
export function markOwnNotificationsRead(actor: ActorWith<"profile.edit">): Promise<Outcome> {
  return actingOnSelf(actor, "profile.edit", async (tx, { userId }) => {
    await markNotificationsRead(tx, userId, now());
    return done();
  });
}
