import { forgetEndedDeletions, runDueDeletion } from "@/lib/operations/storage/run-deletions";
import { repeat } from "./repeat";

const everyMs = 1_000;
const seldomMs = 3_600_000;

/**
 * Deletes the objects in buckets that belonged to deleted tasks and models, and forgets deletions that ended long ago.
 * Several processes share the work. Returns what stops it, once the work under way is done.
 */
export function deleteStoredObjects(): () => Promise<void> {
  const stops = [
    repeat(everyMs, "deleting objects in buckets", async (isStopped) => {
      while (!isStopped() && (await runDueDeletion(isStopped)));
    }),
    repeat(seldomMs, "forgetting deletions in buckets", async (isStopped) => {
      while (!isStopped() && (await forgetEndedDeletions()));
    }),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
