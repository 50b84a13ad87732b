import { sweepLeftovers } from "@/lib/operations/resources/files/remove-bytes";
import { logUnexpected } from "@/lib/server/log";

const everyMs = 60_000;

/** Deletes the bytes of files that are gone. Returns what stops it, once the work under way is done. */
export function sweepFiles(): () => Promise<void> {
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();
  const sweep = async () => {
    try {
      while (!stopped && (await sweepLeftovers()) > 0);
    } catch (error) {
      logUnexpected(error, "deleting files");
    }
    if (!stopped) timer = setTimeout(look, everyMs);
  };
  const look = () => {
    underWay = sweep();
  };
  let timer = setTimeout(look, 0);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await underWay;
  };
}
