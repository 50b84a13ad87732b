import type { Transaction } from "@/db/client";
import { isKnownBrowser } from "@/db/reads/known-browsers";
import { findRateLimit } from "@/db/reads/rate-limits";
import { upsertKnownBrowser } from "@/db/writes/known-browsers";
import { lockRateLimit, upsertRateLimit } from "@/db/writes/rate-limits";
import {
  countAttempt,
  countRecentFailures,
  mostKnownBrowserFailures,
  mostKnownBrowsers,
} from "@/lib/core/account/rate-limit";
import type { UserId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { newId, sha256Hex } from "@/lib/server/crypto";
import type { KnownBrowser } from "@/lib/server/known-browser";
import { actingOnSelf } from "../rights/revalidate-actor";
import { knownBrowserSubjects, type LimitedSubject, networkSubjects } from "../sign-in/rate-limits";

type From = { ip: string | null; browser?: KnownBrowser | undefined };

/** The browser's ID, where it opened this account since the last change of the password. */
async function knownBrowserId(
  userId: UserId | undefined,
  browser: KnownBrowser | undefined,
  on?: Transaction,
): Promise<string | undefined> {
  if (!userId || browser?.userId !== userId) return undefined;
  return (await isKnownBrowser(userId, browser.id, on)) ? browser.id : undefined;
}

/**
 * What an attempt at an account counts against, by where it comes from. `target` names account and kind of
 * attempt.
 */
export async function rateLimitSubjectsFrom(
  target: string,
  userId: UserId | undefined,
  { ip, browser }: From,
): Promise<{ subjects: LimitedSubject[]; viaKnownBrowser: boolean }> {
  const browserId = await knownBrowserId(userId, browser);
  if (!userId || !browserId || (await knownBrowsersFailed(userId))) {
    return { subjects: await networkSubjects(target, ip), viaKnownBrowser: false };
  }
  return { subjects: knownBrowserSubjects(target, browserId), viaKnownBrowser: true };
}

const knownFailures = (userId: UserId) => `known-browsers:${sha256Hex(userId)}`;

async function knownBrowsersFailed(userId: UserId): Promise<boolean> {
  const limit = await findRateLimit(knownFailures(userId));
  return countRecentFailures("known_browsers", limit, now()) >= mostKnownBrowserFailures;
}

/** Counted over all browsers of the account, so that copied cookies don't allow more attempts. */
export async function countKnownBrowserFailure(tx: Transaction, userId: UserId): Promise<void> {
  const subject = knownFailures(userId);
  const turn = countAttempt("known_browsers", await lockRateLimit(tx, subject), now());
  if ("limit" in turn) await upsertRateLimit(tx, subject, turn.limit);
}

/** The caller has locked the account. A browser keeps its ID for as long as the account knows it. */
export async function rememberBrowserOf(
  tx: Transaction,
  userId: UserId,
  browser?: KnownBrowser,
): Promise<string> {
  const id = (await knownBrowserId(userId, browser, tx)) ?? newId();
  await upsertKnownBrowser(tx, { userId, id, lastSignInAt: now() }, mostKnownBrowsers);
  return id;
}

/** For the browser that has just changed the password, by which all were forgotten. */
// Not audited: it belongs to the change of the password, which is.
export async function rememberOwnBrowser(actor: ActorWith<"profile.edit">): Promise<Outcome<KnownBrowser>> {
  return actingOnSelf(actor, "profile.edit", async (tx, { userId }) =>
    done({ userId, id: await rememberBrowserOf(tx, userId) }),
  );
}
