const dates = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** '1 December 2026', in UTC. */
export function dateText(at: Date): string {
  return dates.format(at);
}
