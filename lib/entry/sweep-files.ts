import { sweepLeftovers } from "@/lib/operations/resources/files/remove-bytes";
import { log } from "@/lib/server/log";
import { repeat } from "./repeat";

const everyMs = 60_000;

/** Deletes the bytes of files that are gone. Returns what stops it, once the work under way is done. */
export function sweepFiles(): () => Promise<void> {
  return repeat(everyMs, "deleting files", async (isStopped) => {
    while (!isStopped()) {
      const { found, failed } = await sweepLeftovers();
      if (failed) {
        const facts = { err: failed.error, files: failed.leftovers.map(({ storedAs }) => storedAs) };
        log().error(facts, "some deleted files could not be removed from the file store");
      }
      if (found === 0) break;
    }
  });
}
