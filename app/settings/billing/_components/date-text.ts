const dates = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** 'in 3 days', of the days between two moments that are begun. */
export function daysAhead(at: Date, now: number): string | undefined {
  const days = Math.ceil((at.getTime() - now) / 86_400_000);
  if (days <= 0) return undefined;
  return days === 1 ? "in a day" : `in ${days} days`;
}

/** '1 December 2026', in UTC. */
export function dateText(at: Date): string {
  return dates.format(at);
}
