/**
 * On which day of the month, as in 2026-11-30, so many calls will have been made if they go on as they did so far.
 * Undefined where that is not in this month, or has happened.
 */
export function dayOfReaching(
  included: number,
  used: number,
  { days, now }: { days: readonly string[]; now: Date },
): string | undefined {
  const [first] = days;
  if (first === undefined || used <= 0 || used >= included) return undefined;
  const startMs = Date.parse(`${first}T00:00:00Z`);
  const elapsedMs = now.getTime() - startMs;
  if (elapsedMs <= 0) return undefined;
  const day = Math.floor((elapsedMs * (included / used)) / 86_400_000);
  return days[day];
}
