/** So many decisions API credentials may ask for at once, and how fast this comes back. */
const mostAtOnce = 20_000;
const perSecond = 1_000;

/** What credentials may still ask for, as of a time in milliseconds. */
export type Allowance = { left: number; atMs: number };

/** Takes `count` decisions from what is left, or says in how many seconds there are enough. */
export function takeDecisions(
  had: Allowance | undefined,
  count: number,
  atMs: number,
): { allowance: Allowance; waitSeconds: number | undefined } {
  const { left, atMs: since } = had ?? { left: mostAtOnce, atMs };
  const refilled = Math.min(mostAtOnce, left + (Math.max(0, atMs - since) / 1_000) * perSecond);
  const missing = Math.min(count, mostAtOnce) - refilled;
  if (missing > 0) {
    return { allowance: { left: refilled, atMs }, waitSeconds: Math.ceil(missing / perSecond) };
  }
  return { allowance: { left: Math.max(0, refilled - count), atMs }, waitSeconds: undefined };
}
