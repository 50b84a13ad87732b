import { storeCalls } from "@/lib/operations/usage/store-calls";
import { repeat } from "./repeat";

/** A process that is killed loses what was counted since. */
const everyMs = 500;

/** Stores what was counted twice a second. Returns what stops it, once all is stored. */
export function meterCalls(): () => Promise<void> {
  const stop = repeat(everyMs, "storing how many calls were made", storeCalls);
  return async () => {
    await stop();
    await storeCalls();
  };
}
