import { randomUUID } from "node:crypto";
import { type CallCount, type CallMaker, CallTally } from "@/lib/core/usage/call-tally";
import { now } from "./clock";

/** Past it, a new tally begins once all is stored, so that memory follows use. */
const mostRemembered = 20_000;

let tally = new CallTally(randomUUID());

/** In memory alone: `storeCalls` writes the counts. */
export function countCall(by: CallMaker): void {
  tally.count(by, now().getTime());
}

export type UnstoredCalls = { tally: string; counts: CallCount[] };

export function unstoredCalls(): UnstoredCalls {
  return { tally: tally.id, counts: tally.unstored() };
}

export function callsWereStored({ counts }: UnstoredCalls): void {
  tally.wasStored(counts);
  if (tally.size > mostRemembered && tally.unstored().length === 0) tally = new CallTally(randomUUID());
}
