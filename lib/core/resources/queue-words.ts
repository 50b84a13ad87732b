import { countText } from "./losses";

/** What deleting a queue means, one line each. */
export function lossesOfDeletingQueue({ entries, workers }: { entries: number; workers: number }): string[] {
  return [
    ...(entries > 0
      ? [
          `${countText(entries, "task leaves", "tasks leave")} the queue and will not run until enqueued again`,
        ]
      : []),
    ...(workers > 0 ? [`${countText(workers, "worker", "workers")} can no longer take tasks from it`] : []),
    "The access rules about it",
  ];
}
