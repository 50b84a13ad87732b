import type { ReportedQuery } from "./browse";

/** The page of a task or model, at a part of what it reported. */
export function reportedHref(path: string, { metric, iteration, scalars }: ReportedQuery): string {
  const query = new URLSearchParams({
    ...(metric ? { metric } : {}),
    ...(iteration === undefined ? {} : { iteration: String(iteration) }),
    ...(scalars > 1 ? { scalars: String(scalars) } : {}),
  });
  return query.size > 0 ? `${path}?${query}` : path;
}
