import { sweepLeftovers } from "@/lib/operations/resources/files/remove-bytes";
import { log, logUnexpected } from "@/lib/server/log";

const everyMs = 60_000;

/** Deletes the bytes of files that are gone. Returns what stops it, once the work under way is done. */
export function sweepFiles(): () => Promise<void> {
  let stopped = false;
  let underWay: Promise<void> = Promise.resolve();
  const sweep = async () => {
    try {
      while (!stopped) {
        const { found, failed } = await sweepLeftovers();
        if (failed) {
          const facts = { err: failed.error, files: failed.leftovers.map(({ storedAs }) => storedAs) };
          log().error(facts, "some deleted files could not be removed from the file store");
        }
        if (found === 0) break;
      }
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
