import { inTransaction, type Transaction } from "@/db/client";
import { findAccountByEmail, findProfile } from "@/db/reads/accounts";
import { listWorkspacesOfUser, type WorkspaceOfUser } from "@/db/reads/memberships";
import { countRecoveryCodes, findSecondFactor } from "@/db/reads/sign-in-means";
import { lockUser, updateUser } from "@/db/writes/accounts";
import { lockRateLimit, upsertRateLimit } from "@/db/writes/rate-limits";
import type { SignInAttempt } from "@/lib/core/account/inputs";
import {
  challengeLifetimeMs,
  mostWrongCodes,
  type SecondFactorSignIn,
} from "@/lib/core/account/second-factor";
import type { UserId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { now, type Wait } from "@/lib/server/clock";
import { newId, sha256Hex } from "@/lib/server/crypto";
import { hashPassword, isPassword, needsRehash } from "@/lib/server/passwords";
import { signToken, verifyToken } from "@/lib/server/signed-token";
import { recordEntryEvent } from "../account/events";
import { countKnownBrowserFailure, rateLimitSubjectsFrom } from "../account/known-browsers";
import { consumeLink, findOpenLink } from "../account/links";
import { countFailureAndNotify } from "../account/notifications";
import { isUnproven, takeOverAccount } from "../account/take-over";
import { findKnownWorkspaces, retryWhenJoined } from "../workspace/every-workspace";
import { resetRateLimits, waitForRateLimit } from "./rate-limits";
import { countRefusal } from "./refused-attempts";
import { consumeCode } from "./second-factor-code";
import { type Device, lockForSignIn, type NewSession, startSession } from "./sessions";

type Account = { id: UserId; name: string; email: string };
type FirstFactor = "password" | "mail-link";
type Entering = { account: Account; by: FirstFactor; device: Device; workspaces: readonly WorkspaceOfUser[] };

type Timing = { wait?: Wait };

/** A session, or the challenge to return with the second factor. */
export type Entry = { session: NewSession } | { challenge: string };

/** The answer is the same, and takes as long, whether the account is unknown or the password wrong. */
export async function signInWithPassword(
  attempt: SignInAttempt,
  device: Device,
  { wait }: Timing = {},
): Promise<Outcome<Entry>> {
  const account = await findAccountByEmail(attempt.email);
  const from = await rateLimitSubjectsFrom(`password ${attempt.email}`, account?.id, device);
  const turnedAway = await waitForRateLimit(from.subjects, wait);
  if (turnedAway) return turnedAway;
  if (!(await isPassword(attempt.password, account?.passwordHash ?? null)) || !account) {
    await noteWrongPassword(attempt.email, account?.id, device, from);
    return wrongPassword;
  }
  const challengeRefusal = await awaitChallenge(account.id, device, wait);
  if (challengeRefusal) return challengeRefusal;
  const isWeak = account.passwordHash !== null && needsRehash(account.passwordHash);
  const rehashed = isWeak ? await hashPassword(attempt.password) : undefined;
  const workspaces = await listWorkspacesOfUser(account.id);
  const entered = await inTransaction(async (tx) => {
    // The password was changed in the meantime, so the old hash must not be restored.
    if ((await lockUser(tx, account.id))?.passwordHash !== account.passwordHash) return wrongPassword;
    if (rehashed) await updateUser(tx, account.id, { passwordHash: rehashed });
    return done(await enter(tx, { account, by: "password", device, workspaces }));
  });
  if (entered.ok) await resetRateLimits(from.subjects);
  return entered;
}

type From = Awaited<ReturnType<typeof rateLimitSubjectsFrom>>;

// Not audited: it is counted, and written to the log after the hour.
async function noteWrongPassword(email: string, userId: UserId | undefined, device: Device, from: From) {
  await inTransaction(async (tx) => {
    if (userId && from.viaKnownBrowser) await countKnownBrowserFailure(tx, userId);
    await countRefusal(tx, { means: "password", userId, ip: device.ip });
    const target = userId ?? email;
    await countFailureAndNotify(tx, { kind: "failed_sign_ins", target, userId, ip: device.ip });
  });
}

/** Otherwise an attacker who knows the password could start many challenges and guess five codes in each. */
async function awaitChallenge(userId: UserId, device: Device, wait: Wait | undefined) {
  if (!(await findSecondFactor(userId))?.confirmedAt) return undefined;
  return waitForRateLimit((await challengeSubjects(userId, device)).subjects, wait);
}

function challengeSubjects(userId: UserId, device: Device) {
  return rateLimitSubjectsFrom(`challenge ${userId}`, userId, device);
}

const wrongPassword = refused("invalid", "The e-mail address or the password is wrong.");

const spentLink = refused("not_found", "This link was used or has expired. Request a new one.");

export type SignInLink = { email: string; takesOver: boolean };

/** Whom a mailed sign-in link is for, while it can still be used. */
export async function findSignInLink(token: string): Promise<SignInLink | undefined> {
  const link = await findOpenLink(token, ["sign_in"]);
  return link && { email: link.email, takesOver: !link.emailProvenAt };
}

/**
 * The mail shows whose the address is: an account that never proved it is taken over, and has no password
 * then.
 */
export async function signInWithLink(
  token: string,
  device: Device,
  { wait }: Timing = {},
): Promise<Outcome<Entry>> {
  const link = await findOpenLink(token, ["sign_in"]);
  if (!link) return spentLink;
  const account = { id: link.userId, name: link.name, email: link.email };
  const turnedAway = link.emailProvenAt ? await awaitChallenge(account.id, device, wait) : undefined;
  if (turnedAway) return turnedAway;
  return retryWhenJoined(async () => {
    const known = await findKnownWorkspaces(account.id);
    return inTransaction(async (tx) => {
      const takesOver = await isUnproven(tx, account.id);
      if (!(await consumeLink(tx, token))) return spentLink;
      if (takesOver) {
        await takeOverAccount(tx, { account, passwordHash: null, ip: device.ip, known });
      }
      return done(await enter(tx, { account, by: "mail-link", device, workspaces: known.workspaces }));
    });
  });
}

/** For a user who has just passed the first factor. The account is locked. */
async function enter(tx: Transaction, { account, by, device, workspaces }: Entering): Promise<Entry> {
  const factor = await findSecondFactor(account.id, tx);
  if (!factor?.confirmedAt) return { session: await startSession(tx, account, by, device, workspaces) };
  const exp = Math.floor((now().getTime() + challengeLifetimeMs) / 1000);
  const seen = await stamp(account.id, tx);
  return { challenge: signToken("second-factor", { sub: account.id, by, seen, exp, jti: newId() }) };
}

const tooLate = refused(
  "signed_out",
  "This sign-in took too long, or the account has changed. Sign in again.",
);

export async function signInWithSecondFactor(
  { challenge, code }: SecondFactorSignIn,
  device: Device,
  { wait }: Timing = {},
): Promise<Outcome<NewSession>> {
  const claims = verifyToken("second-factor", challenge, now());
  if (typeof claims?.jti !== "string") return tooLate;
  const challengeId = claims.jti;
  const userId = claims.sub as UserId;
  const profile = await findProfile(userId);
  if (!profile || claims.seen !== (await stamp(userId))) return tooLate;
  const from = await rateLimitSubjectsFrom(`code ${userId}`, userId, device);
  const turnedAway = await waitForRateLimit(from.subjects, wait);
  if (turnedAway) return turnedAway;
  const workspaces = await listWorkspacesOfUser(userId);
  const entered = await inTransaction(async (tx) => {
    await lockUser(tx, userId);
    if (claims.seen !== (await stamp(userId, tx))) return tooLate;
    const challengeLimit = await lockRateLimit(tx, challengeSubject(challengeId));
    const wrongCodes = challengeLimit?.failures ?? 0;
    if (wrongCodes >= mostWrongCodes) return challengeEnded;
    if (!(await consumeCode(tx, userId, code))) {
      if (from.viaKnownBrowser) await countKnownBrowserFailure(tx, userId);
      return countWrongCode(tx, profile, { challengeId, device, wrongCodes: wrongCodes + 1 });
    }
    await lockForSignIn(tx, userId, workspaces);
    if (code.kind === "recovery") await recordRecovery(tx, profile, device);
    return done(await startSession(tx, profile, claims.by as FirstFactor, device, workspaces));
  });
  if (entered.ok) {
    await resetRateLimits(from.subjects);
    await resetRateLimits((await challengeSubjects(userId, device)).subjects);
  }
  return entered;
}

const wrongCode = refused("invalid", "This code is wrong or was already used.");
const challengeEnded = refused("signed_out", `You entered ${mostWrongCodes} wrong codes. Sign in again.`);

const challengeSubject = (challengeId: string) => `challenge:${sha256Hex(challengeId)}`;

/** The last one that is allowed ends the challenge: then somebody knows the password, and has no code. */
async function countWrongCode(
  tx: Transaction,
  account: Account,
  { challengeId, device, wrongCodes }: { challengeId: string; device: Device; wrongCodes: number },
) {
  const limit = { failures: wrongCodes, lastFailureAt: now(), nextTurnAt: now() };
  await upsertRateLimit(tx, challengeSubject(challengeId), limit);
  await countRefusal(tx, { means: "second_factor", userId: account.id, ip: device.ip });
  if (wrongCodes < mostWrongCodes) return wrongCode;
  await recordEntryEvent(tx, account, device.ip, {
    event: "account.second_factor_failed",
    after: { wrongCodes },
  });
  const { id: userId } = account;
  await countFailureAndNotify(tx, { kind: "failed_codes", target: userId, userId, ip: device.ip });
  return challengeEnded;
}

async function recordRecovery(tx: Transaction, account: Account, device: Device): Promise<void> {
  await recordEntryEvent(tx, account, device.ip, {
    event: "account.recovery_code_used",
    after: { left: await countRecoveryCodes(account.id, tx) },
  });
}

/**
 * Changes with the password and the second factor: what was begun before either was changed is not gone on
 * with.
 */
async function stamp(userId: UserId, on?: Transaction): Promise<string> {
  const profile = await findProfile(userId, on);
  const factor = await findSecondFactor(userId, on);
  return [profile?.passwordChangedAt, profile?.emailProvenAt, factor?.confirmedAt]
    .map((at) => at?.getTime() ?? 0)
    .join(".");
}
