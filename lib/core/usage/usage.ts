import { z } from "zod";
import { pageNumber } from "../list-query";
import { dayOf } from "./call-tally";

export const usageSorts = ["calls", "artifacts", "metrics"] as const;
export type UsageSort = (typeof usageSorts)[number];

/** Whose calls the chart tells apart. */
export const callGroupings = ["credentials", "member", "project"] as const;
export type CallGrouping = (typeof callGroupings)[number];

export const usageQuery = z.object({
  month: z
    .string()
    .regex(/^2\d{3}-(?:0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  by: z.enum(callGroupings).catch("credentials"),
  of: z.enum(["member", "project"]).catch("member"),
  sort: z.enum(usageSorts).catch("calls"),
  /** The numbers of the chart. */
  table: z.enum(["hidden", "shown"]).catch("hidden"),
  page: pageNumber,
});
export type UsageQuery = z.output<typeof usageQuery>;

/** A calendar month in UTC; its days are told as in 2026-11-29. */
export type Month = { id: string; name: string; days: string[]; previous: string; next: string };

const names = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });

/** The month of `id`, as in 2026-11, which is not after that of `now`; that of `now` otherwise. */
export function monthOf(id: string | undefined, now: Date): Month {
  const current = now.toISOString().slice(0, 7);
  const chosen = id && id <= current ? id : current;
  const first = new Date(`${chosen}-01T00:00:00Z`);
  const monthAway = (by: number) => {
    const away = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + by, 1));
    return away.toISOString().slice(0, 7);
  };
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const days = Array.from({ length }, (_, day) =>
    dayOf(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), day + 1))),
  );
  return {
    id: chosen,
    name: names.format(first),
    days,
    previous: monthAway(-1),
    next: monthAway(1),
  };
}

/** The shortest scale that `most` fits on, in at most four steps of 1, 2 or 5 times a power of ten. */
export function scaleFor(most: number): number[] {
  if (most <= 0) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((each) => each * power).find((each) => each * 4 >= most) ?? power,
  );
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, at) => Math.round(at * step));
}
