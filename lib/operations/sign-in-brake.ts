import { inTransaction } from "@/db/client";
import { deleteBrake, lockBrake, upsertBrake } from "@/db/writes/sign-in-brakes";
import { afterSuccess, type BrakeKind, networkOf, takeTurn } from "@/lib/core/account/brake";
import { now } from "@/lib/server/clock";
import { sha256Hex } from "@/lib/server/crypto";

export type BrakedSubject = { kind: BrakeKind; subject: string };

/**
 * An attempt counts against the network it comes from and against its account, known or not: in this order, so that
 * a network that is turned away can't slow down somebody's account.
 */
export function brakedSubjects(email: string, address: string | null): BrakedSubject[] {
  const account: BrakedSubject = { kind: "account", subject: `account:${sha256Hex(email)}` };
  return address ? [{ kind: "address", subject: `address:${networkOf(address)}` }, account] : [account];
}

/** Waits for the attempt's turn. Gives the seconds to come back in when the line is too long to wait in. */
export async function awaitTurn(
  subjects: BrakedSubject[],
): Promise<{ retryAfterSeconds: number } | undefined> {
  let longestWait = 0;
  for (const { kind, subject } of subjects) {
    const turn = await inTransaction(async (tx) => {
      const taken = takeTurn(kind, await lockBrake(tx, subject), now());
      if ("brake" in taken) await upsertBrake(tx, subject, taken.brake);
      return taken;
    });
    if ("retryAfterMs" in turn) return { retryAfterSeconds: Math.ceil(turn.retryAfterMs / 1000) };
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
