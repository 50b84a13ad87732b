import { logUnexpected } from "@/lib/server/log";

const afterErrorMs = 5_000;

/**
 * Does some work at once, and again `everyMs` after it ended, or later if it failed. What it throws is logged as what
 * happened while `doing`. Returns what stops it, once the work under way is done.
 */
export function repeat(
  everyMs: number,
  doing: string,
  work: (isStopped: () => boolean) => Promise<void>,
): () => Promise<void> {
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();
  const once = async () => {
    let waitMs = everyMs;
    try {
      await work(() => stopped);
    } catch (error) {
      logUnexpected(error, doing);
      waitMs = Math.max(everyMs, afterErrorMs);
    }
    if (!stopped) timer = setTimeout(look, waitMs);
  };
  const look = () => {
    underWay = once();
  };
  let timer = setTimeout(look, 0);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await underWay;
  };
}
