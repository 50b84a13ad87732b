/** How long what became of a mail can be looked up. */
export const settledMailRetentionMs = 30 * 86_400_000;

const delaysMs = [30_000, 2 * 60_000, 10 * 60_000, 60 * 60_000, 4 * 3_600_000];

/** When to try a mail again after its nth failed attempt; nothing when it has failed for good. */
export function nextAttempt(attempts: number, now: Date): Date | undefined {
  const delay = delaysMs[attempts - 1];
  return delay === undefined ? undefined : new Date(now.getTime() + delay);
}
