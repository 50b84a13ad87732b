"use client";

import { dayText, exactTime, relativeTime } from "./relative-time-text";
import { useClock } from "./use-clock";

export type RelativeTimeProps = {
  /** A moment, as a date, its ISO text or milliseconds. */
  at: Date | string | number;
  /** The server's time when it drew the page. */
  now: Date | number;
  /** `day` always says the day. */
  form?: "relative" | "day";
  className?: string;
};

/** Drawn in UTC by the server; in the reader's own zone, and kept current, once the page is ready. */
export function RelativeTime({ at, now, form = "relative", className }: RelativeTimeProps) {
  const clock = useClock();
  const zone = clock === undefined ? "utc" : "local";
  const moment = new Date(at);
  const time = moment.getTime();
  const current = Math.max(clock ?? 0, new Date(now).getTime());
  return (
    <time dateTime={moment.toISOString()} title={exactTime(time, zone)} className={className}>
      {form === "day" ? dayText(time, current, zone) : relativeTime(time, current, zone)}
    </time>
  );
}
