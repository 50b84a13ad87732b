import type { UsageQuery, UsageSort } from "@/lib/core/usage/usage";
import { Share } from "./share";
import { usageHref } from "./usage-href";

/** The figures that the rows are sorted by have bars. */
export function shareOf<Row extends Partial<Record<UsageSort, number>>>(
  rows: readonly Row[],
  sort: UsageSort,
) {
  const most = Math.max(0, ...rows.map((row) => row[sort] ?? 0));
  return (row: Row, column: UsageSort, text: string) =>
    column === sort ? (
      <Share of={row[sort] ?? 0} most={most}>
        {text}
      </Share>
    ) : (
      text
    );
}

/** Always the most first. */
export function sortedBy(query: UsageQuery, sort: UsageSort) {
  return {
    sortHref: usageHref({ ...query, sort, page: 1 }, "#who"),
    sorted: query.sort === sort ? ("descending" as const) : undefined,
  };
}
