import { inTransaction } from "@/db/client";
import { findRateLimit } from "@/db/reads/rate-limits";
import {
  deleteRateLimit,
  deleteRateLimitsBefore,
  lockRateLimit,
  upsertRateLimit,
} from "@/db/writes/rate-limits";
import {
  countAttempt,
  countRecentFailures,
  networkOf,
  newcomerFailures,
  type RateLimitKind,
  rateLimitAfterSuccess,
  rateLimitExpiry,
  tryAgainIn,
} from "@/lib/core/account/rate-limit";
import { type Refusal, refused } from "@/lib/core/outcome";
import { now, type Wait, wait as waitOnTimer } from "@/lib/server/clock";
import { sha256Hex } from "@/lib/server/crypto";

export type LimitedSubject = { kind: RateLimitKind; subject: string };

/**
 * What an attempt counts against: its network, that network at this account, and the account, known or not.
 * At the account, networks that failed there before wait in a queue of their own, separate from the
 * holder in a new place.
 */
export async function networkSubjects(target: string, ip: string | null): Promise<LimitedSubject[]> {
  const account = (line: string): LimitedSubject => ({
    kind: "account",
    subject: `${line}:${sha256Hex(target)}`,
  });
  if (ip === null) return [account("account")];
  const network = networkOf(ip);
  const source = `source:${sha256Hex(`${target} ${network}`)}`;
  const failures = countRecentFailures("source", await findRateLimit(source), now());
  return [
    { kind: "ip", subject: `ip:${network}` },
    { kind: "source", subject: source },
    account(failures < newcomerFailures ? "account" : "guessed-account"),
  ];
}

/** For a browser that the account knows: nobody elsewhere, and nobody else in its network, holds it up. */
export function knownBrowserSubjects(target: string, browserId: string): LimitedSubject[] {
  return [{ kind: "source", subject: `browser:${sha256Hex(`${target} ${browserId}`)}` }];
}

/** For somebody signed in, about their own account. */
export function ownSubjects(target: string): LimitedSubject[] {
  return [{ kind: "source", subject: `own:${sha256Hex(target)}` }];
}

/** For what anybody may ask for: it has no right or wrong, so it doesn't slow down the network's sign-ins. */
export function mailRequestSubjects(ip: string | null): LimitedSubject[] {
  return ip ? [{ kind: "ip", subject: `asking:${networkOf(ip)}` }] : [];
}

/**
 * Waits for the attempt's turn. Refuses it, and counts nothing, when one of the lines is too long to wait in.
 */
// Not audited: refused attempts are counted and written to the log after the hour.
export async function waitForRateLimit(
  subjects: LimitedSubject[],
  wait: Wait = waitOnTimer,
): Promise<{ ok: false; refusal: Refusal } | undefined> {
  await sweepNowAndThen();
  const turn = await inTransaction(async (tx) => {
    const counted: Parameters<typeof upsertRateLimit>[] = [];
    let longestWait = 0;
    for (const { kind, subject } of subjects) {
      const taken = countAttempt(kind, await lockRateLimit(tx, subject), now());
      if ("retryAfterMs" in taken) return taken;
      longestWait = Math.max(longestWait, taken.waitMs);
      counted.push([tx, subject, taken.limit]);
    }
    for (const row of counted) await upsertRateLimit(...row);
    return { waitMs: longestWait };
  });
  if ("retryAfterMs" in turn) {
    return refused("limited", `Too many attempts. Try again in ${tryAgainIn(turn.retryAfterMs)}.`);
  }
  if (turn.waitMs > 0) await wait(turn.waitMs);
  return undefined;
}

// Not audited: it follows a sign-in, which is.
export async function resetRateLimits(subjects: LimitedSubject[]): Promise<void> {
  for (const { kind, subject } of subjects) {
    await inTransaction(async (tx) => {
      const limit = await lockRateLimit(tx, subject);
      const left = limit && rateLimitAfterSuccess(kind, limit);
      if (left) await upsertRateLimit(tx, subject, left);
      else await deleteRateLimit(tx, subject);
    });
  }
}

const sweptEveryMs = 60_000;
const sweptAtOnce = 500;
let nextSweepAt = 0;

/** Attempts at unknown accounts leave rows. Each attempt deletes some expired rows. */
async function sweepNowAndThen(): Promise<void> {
  const at = now();
  if (at.getTime() < nextSweepAt) return;
  nextSweepAt = at.getTime() + sweptEveryMs;
  // While there is more, the next attempt goes on.
  if ((await deleteRateLimitsBefore(rateLimitExpiry(at), sweptAtOnce)) === sweptAtOnce) nextSweepAt = 0;
}
