import { inTransaction } from "@/db/client";
import { findPasswordHash } from "@/db/reads/accounts";
import { deleteAccountLinks, updateUser } from "@/db/writes/accounts";
import { deleteKnownBrowsers } from "@/db/writes/known-browsers";
import { deleteSessions } from "@/db/writes/sessions";
import type { FirstPassword, PasswordChange, PasswordReset } from "@/lib/core/account/inputs";
import { refusePersonalPassword } from "@/lib/core/account/password";
import type { AuditEventName } from "@/lib/core/audit/events";
import { done, type Outcome, type Refusal, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now, type Wait } from "@/lib/server/clock";
import { hashPassword, isPassword } from "@/lib/server/passwords";
import { recordEntryEvent, recordOwnEvent } from "../account/events";
import { consumeLink, findOpenLink } from "../account/links";
import { countFailureAndNotify } from "../account/notifications";
import { isUnproven, takeOverAccount } from "../account/take-over";
import { actingOnSelf } from "../rights/revalidate-actor";
import { findKnownWorkspaces, retryWhenJoined } from "../workspace/every-workspace";
import { ownSubjects, resetRateLimits, waitForRateLimit } from "./rate-limits";
import { countRefusal } from "./refused-attempts";
import { hasFreshSession } from "./sessions";

type Holder = ActorWith<"profile.edit">;

const changedElsewhere = refused(
  "conflict",
  "Your password was just changed in another session. Nothing was changed here.",
);

/** Ends all other sessions and links of the account, so that the old password gives no access. */
export async function changePassword(
  actor: Holder,
  change: PasswordChange,
  wait?: Wait,
): Promise<Outcome<{ endedSessions: number }>> {
  const currentHash = await findPasswordHash(actor.userId);
  const refusal = await refuseWrongPassword(actor, change.currentPassword, currentHash, {
    message: "The password was not changed.",
    field: "currentPassword",
    wait,
  });
  return refusal ?? replacePassword(actor, currentHash, change.newPassword, "account.password_changed");
}

/**
 * For an account that has none. Only right after a sign-in, so that a session left open doesn't give the
 * account away.
 */
export async function setFirstPassword(
  actor: Holder,
  { newPassword }: FirstPassword,
): Promise<Outcome<{ endedSessions: number }>> {
  if ((await findPasswordHash(actor.userId)) !== null) return changedElsewhere;
  if (!(await hasFreshSession(actor))) return signInAgainFirst;
  return replacePassword(actor, null, newPassword, "account.password_set");
}

export const signInAgainFirst = refused(
  "forbidden",
  "For this change, you must have signed in within the last 15 minutes. Sign out, sign in again, and repeat the change.",
);

/** Guesses are slowed down as they are at sign-in. */
export async function refuseWrongPassword(
  actor: Holder,
  password: string,
  currentHash: string | null,
  { message, field, wait }: { message: string; field: string; wait: Wait | undefined },
): Promise<{ ok: false; refusal: Refusal } | undefined> {
  const subjects = ownSubjects(`password ${actor.userId}`);
  const turnedAway = await waitForRateLimit(subjects, wait);
  if (turnedAway) return turnedAway;
  if (!(await isPassword(password, currentHash))) {
    const { userId, ip } = actor;
    // Not audited: it is counted, and written to the log after the hour.
    await inTransaction(async (tx) => {
      await countRefusal(tx, { means: "current_password", userId, ip });
      await countFailureAndNotify(tx, { kind: "failed_sign_ins", target: userId, userId, ip });
    });
    return refused("invalid", message, { [field]: "The current password is wrong." });
  }
  await resetRateLimits(subjects);
  return undefined;
}

async function replacePassword(
  actor: Holder,
  currentHash: string | null,
  newPassword: string,
  event: AuditEventName,
): Promise<Outcome<{ endedSessions: number }>> {
  const personal = refusePersonalPassword(newPassword, actor, "newPassword");
  if (personal) return personal;
  const passwordHash = await hashPassword(newPassword);
  return actingOnSelf(actor, "profile.edit", async (tx, revalidated) => {
    if ((await findPasswordHash(actor.userId, tx)) !== currentHash) return changedElsewhere;
    await updateUser(tx, actor.userId, { passwordHash, passwordChangedAt: now() });
    await deleteAccountLinks(tx, actor.userId);
    await deleteKnownBrowsers(tx, actor.userId);
    const kept = actor.via.by === "session" ? actor.via.sessionId : undefined;
    const endedSessions = await deleteSessions(tx, actor.userId, kept);
    await recordOwnEvent(tx, revalidated, { event, after: { endedSessions } });
    return done({ endedSessions });
  });
}

const resetPurposes = ["reset_password", "prove_email"] as const;
const spent = refused("not_found", "This link was used or has expired. Request a new one.");

export type ResetLink = { email: string; takesOver: boolean };

/** Whom a link that sets a password is for, while it can still be used. */
export async function findResetLink(token: string): Promise<ResetLink | undefined> {
  const link = await findOpenLink(token, resetPurposes);
  return link && { email: link.email, takesOver: link.mailed && !link.emailProvenAt };
}

/**
 * Uses up the link and ends every session. If the e-mail proves the address, an unproven account is taken
 * over completely.
 */
export async function resetPassword(
  reset: PasswordReset,
  ip: string | null,
): Promise<Outcome<{ email: string }>> {
  const link = await findOpenLink(reset.token, resetPurposes);
  if (!link) return spent;
  const personal = refusePersonalPassword(reset.newPassword, link, "newPassword");
  if (personal) return personal;
  const passwordHash = await hashPassword(reset.newPassword);
  const account = { id: link.userId, name: link.name, email: link.email };
  return retryWhenJoined(async () => {
    const known = await findKnownWorkspaces(account.id);
    return inTransaction(async (tx) => {
      const unproven = await isUnproven(tx, account.id);
      if (!(await consumeLink(tx, reset.token))) return spent;
      if (link.mailed && unproven) await takeOverAccount(tx, { account, passwordHash, ip, known });
      else {
        await updateUser(tx, account.id, { passwordHash, passwordChangedAt: now() });
        await deleteAccountLinks(tx, account.id);
        await deleteKnownBrowsers(tx, account.id);
        const endedSessions = await deleteSessions(tx, account.id);
        await recordEntryEvent(tx, account, ip, {
          event: "account.password_reset",
          after: { endedSessions },
        });
      }
      return done({ email: account.email });
    });
  });
}
