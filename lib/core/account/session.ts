const dayMs = 86_400_000;

/** A session ends this long after its sign-in, however much it is used. */
export const sessionLifetimeMs = 30 * dayMs;

export const longestSessionIdleDays = 30;

/** When a session must have been seen last to be live still. */
export function sessionSeenAfter(now: Date, idleDays: number): Date {
  return new Date(now.getTime() - idleDays * dayMs);
}
