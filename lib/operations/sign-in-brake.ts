import { inTransaction } from "@/db/client";
import { deleteBrake, deleteBrakesBefore, lockBrake, upsertBrake } from "@/db/writes/sign-in-brakes";
import { afterSuccess, type BrakeKind, forgottenBefore, networkOf, takeTurn } from "@/lib/core/account/brake";
import { type Refusal, refused } from "@/lib/core/outcome";
import { now } from "@/lib/server/clock";
import { sha256Hex } from "@/lib/server/crypto";

export type BrakedSubject = { kind: BrakeKind; subject: string };

/**
 * An attempt counts against the network it comes from and against its account, known or not: in this order, so that
 * a network that is turned away can't slow down somebody's account.
 */
export function brakedSubjects(
  email: string,
  address: string | null,
  /** Where the account was opened before: attempts from there stand in a line of their own. */
  browserId?: string,
): BrakedSubject[] {
  const line = browserId === undefined ? email : `${email} ${browserId}`;
  const account: BrakedSubject = { kind: "account", subject: `account:${sha256Hex(line)}` };
  return address ? [{ kind: "address", subject: `address:${networkOf(address)}` }, account] : [account];
}

/** For what anybody may ask for: it has no right or wrong, so it doesn't slow down the network's sign-ins. */
export function askingSubject(address: string | null): BrakedSubject[] {
  return address ? [{ kind: "address", subject: `asking:${networkOf(address)}` }] : [];
}

/** Waits for the attempt's turn. Refuses it when the line is too long to wait in. */
export async function awaitTurn(
  subjects: BrakedSubject[],
): Promise<{ ok: false; refusal: Refusal } | undefined> {
  await sweepNowAndThen();
  let longestWait = 0;
  for (const { kind, subject } of subjects) {
    const turn = await inTransaction(async (tx) => {
      const taken = takeTurn(kind, await lockBrake(tx, subject), now());
      if ("brake" in taken) await upsertBrake(tx, subject, taken.brake);
      return taken;
    });
    if ("retryAfterMs" in turn) {
      const seconds = Math.ceil(turn.retryAfterMs / 1000);
      return refused("limited", `Too many attempts. Try again in ${seconds} seconds.`);
    }
    longestWait = Math.max(longestWait, turn.waitMs);
  }
  if (longestWait > 0) await new Promise((resolve) => setTimeout(resolve, longestWait));
  return undefined;
}

export async function forgetFailures(subjects: BrakedSubject[]): Promise<void> {
  for (const { kind, subject } of subjects) {
    await inTransaction(async (tx) => {
      const brake = await lockBrake(tx, subject);
      const left = brake && afterSuccess(kind, brake);
      if (left) await upsertBrake(tx, subject, left);
      else await deleteBrake(tx, subject);
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
  if ((await deleteBrakesBefore(forgottenBefore(at), sweptAtOnce)) === sweptAtOnce) nextSweepAt = 0;
}
