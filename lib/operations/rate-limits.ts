import { inTransaction } from "@/db/client";
import {
  deleteRateLimit,
  deleteRateLimitsBefore,
  lockRateLimit,
  upsertRateLimit,
} from "@/db/writes/rate-limits";
import {
  afterSuccess,
  forgottenBefore,
  networkOf,
  type RateLimitKind,
  takeTurn,
} from "@/lib/core/account/rate-limit";
import { type Refusal, refused } from "@/lib/core/outcome";
import { now, type Wait, wait as waitOnTimer } from "@/lib/server/clock";
import { sha256Hex } from "@/lib/server/crypto";

export type LimitedSubject = { kind: RateLimitKind; subject: string };

/**
 * An attempt counts against the network it comes from and against its account, known or not: in this order, so that
 * a network that is turned away can't slow down somebody's account.
 */
export function limitedSubjects(
  email: string,
  address: string | null,
  /** Where the account was opened before: attempts from there stand in a line of their own. */
  browserId?: string,
): LimitedSubject[] {
  const line = browserId === undefined ? email : `${email} ${browserId}`;
  const account: LimitedSubject = { kind: "account", subject: `account:${sha256Hex(line)}` };
  return address ? [{ kind: "address", subject: `address:${networkOf(address)}` }, account] : [account];
}

/** For what anybody may ask for: it has no right or wrong, so it doesn't slow down the network's sign-ins. */
export function askingSubject(address: string | null): LimitedSubject[] {
  return address ? [{ kind: "address", subject: `asking:${networkOf(address)}` }] : [];
}

/** Waits for the attempt's turn. Refuses it when the line is too long to wait in. */
export async function awaitTurn(
  subjects: LimitedSubject[],
  wait: Wait = waitOnTimer,
): Promise<{ ok: false; refusal: Refusal } | undefined> {
  await sweepNowAndThen();
  let longestWait = 0;
  for (const { kind, subject } of subjects) {
    const turn = await inTransaction(async (tx) => {
      const taken = takeTurn(kind, await lockRateLimit(tx, subject), now());
      if ("limit" in taken) await upsertRateLimit(tx, subject, taken.limit);
      return taken;
    });
    if ("retryAfterMs" in turn) {
      const seconds = Math.ceil(turn.retryAfterMs / 1000);
      return refused("limited", `Too many attempts. Try again in ${seconds} seconds.`);
    }
    longestWait = Math.max(longestWait, turn.waitMs);
  }
  if (longestWait > 0) await wait(longestWait);
  return undefined;
}

export async function forgetFailures(subjects: LimitedSubject[]): Promise<void> {
  for (const { kind, subject } of subjects) {
    await inTransaction(async (tx) => {
      const limit = await lockRateLimit(tx, subject);
      const left = limit && afterSuccess(kind, limit);
      if (left) await upsertRateLimit(tx, subject, left);
      else await deleteRateLimit(tx, subject);
    });
  }
}

const sweptEveryMs = 60_000;
const sweptAtOnce = 500;
let nextSweepAt = 0;

/** Whoever tries an unknown account leaves a row behind; attempts clear away what is forgotten, some at a time. */
async function sweepNowAndThen(): Promise<void> {
  const at = now();
  if (at.getTime() < nextSweepAt) return;
  nextSweepAt = at.getTime() + sweptEveryMs;
  // While there is more, the next attempt goes on.
  if ((await deleteRateLimitsBefore(forgottenBefore(at), sweptAtOnce)) === sweptAtOnce) nextSweepAt = 0;
}
