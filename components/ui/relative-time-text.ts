export type TimeZone = "utc" | "local";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * 'just now', '2 minutes ago', 'yesterday', 'in 5 days'; from a week on the day: '3 Nov', '21 Jan 2027'. Days are
 * those of the calendar: what ends with a day is as many days away in the morning as in the evening.
 */
export function relativeTime(at: number, now: number, zone: TimeZone): string {
  if (Math.abs(now - at) < 45_000) return "just now";
  const words = near(at, now, zone);
  if (words === undefined) return dayText(at, now, zone);
  if (words === "1 day") return at < now ? "yesterday" : "tomorrow";
  return at < now ? `${words} ago` : `in ${words}`;
}

function near(at: number, now: number, zone: TimeZone): string | undefined {
  const distance = Math.abs(now - at);
  if (distance < 59.5 * minuteMs) return counted(Math.max(1, Math.round(distance / minuteMs)), "minute");
  const days = distance < 23.5 * hourMs ? 0 : Math.abs(dayNumber(at, zone) - dayNumber(now, zone));
  if (days === 0) return counted(Math.round(distance / hourMs), "hour");
  return days < 7 ? counted(days, "day") : undefined;
}

function dayNumber(at: number, zone: TimeZone): number {
  const { year, month, date } = dayOf(new Date(at), zone);
  return Date.UTC(year, month, date) / dayMs;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** '3 Nov' in the year of `now`, else '3 Nov 2025'. */
export function dayText(at: number, now: number, zone: TimeZone): string {
  const { year, month, date } = dayOf(new Date(at), zone);
  const short = `${date} ${months[month]}`;
  return year === dayOf(new Date(now), zone).year ? short : `${short} ${year}`;
}

/** '3 Nov 2026, 14:05:09' with 'UTC' behind it where that is meant. */
export function exactTime(at: number, zone: TimeZone): string {
  const moment = new Date(at);
  const { year, month, date } = dayOf(moment, zone);
  const time =
    zone === "utc" ? `${moment.toISOString().slice(-13, -5)} UTC` : moment.toTimeString().slice(0, 8);
  return `${date} ${months[month]} ${year}, ${time}`;
}

function dayOf(moment: Date, zone: TimeZone) {
  return zone === "utc"
    ? { year: moment.getUTCFullYear(), month: moment.getUTCMonth(), date: moment.getUTCDate() }
    : { year: moment.getFullYear(), month: moment.getMonth(), date: moment.getDate() };
}
