import { recordRefusals, storeRefusedKeys } from "@/lib/operations/sign-in/refused-attempts";
import { logUnexpected } from "@/lib/server/log";

const everyMs = 60_000;

/**
 * Writes refused sign-ins and API credentials into the logs, soon after each hour. Returns what stops it, once the work
 * under way is done and what was counted is stored.
 */
export function summarizeRefusals(): () => Promise<void> {
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();
  const summarize = async () => {
    try {
      while (!stopped && (await recordRefusals()) > 0);
    } catch (error) {
      logUnexpected(error, "writing refused sign-ins to the logs");
    }
    if (!stopped) timer = setTimeout(look, everyMs);
  };
  const look = () => {
    underWay = summarize();
  };
  let timer = setTimeout(look, 0);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await underWay;
    await storeRefusedKeys();
  };
}
