/** The shares of the accent that the busiest are drawn in; the others have the colour of a strong border. */
const accentShares = [100, 68, 40];

export function seriesColor(key: string | null, place: number): string {
  if (key === null) return "var(--border-strong)";
  return `color-mix(in oklab, var(--accent) ${accentShares[place] ?? 40}%, var(--surface))`;
}

const dayNames = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** '8 Nov'. */
export function dayLabel(day: string): string {
  return dayNames.format(new Date(`${day}T00:00:00Z`));
}
