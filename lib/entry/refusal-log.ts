import { recordRefusals, storeRefusedKeys } from "@/lib/operations/sign-in/refused-attempts";
import { repeat } from "./repeat";

const everyMs = 60_000;

/**
 * Writes refused sign-ins and API credentials into the logs, soon after each hour. Returns what stops it, once the work
 * under way is done and what was counted is stored.
 */
export function summarizeRefusals(): () => Promise<void> {
  const stop = repeat(everyMs, "writing refused sign-ins to the logs", async (isStopped) => {
    while (!isStopped() && (await recordRefusals()) > 0);
  });
  return async () => {
    await stop();
    await storeRefusedKeys();
  };
}
