import { runDueDeletion } from "@/lib/operations/storage/run-deletions";
import { repeat } from "./repeat";

const everyMs = 1_000;

/**
 * Deletes the objects in buckets that belonged to deleted tasks and models. Several processes share the work. Returns
 * what stops it, once the work under way is done.
 */
export function deleteStoredObjects(): () => Promise<void> {
  return repeat(everyMs, "deleting objects in buckets", async (isStopped) => {
    while (!isStopped() && (await runDueDeletion(isStopped)));
  });
}
