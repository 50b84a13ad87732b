import type { HistoryQuery } from "@/lib/core/vault/inputs";

/** The history as its URL says it; what is usual is left out. */
export function historyHref(path: string, { page, revision, against }: HistoryQuery): string {
  const query = new URLSearchParams();
  if (page > 1) query.set("page", String(page));
  if (revision !== undefined) query.set("revision", String(revision));
  if (against !== "before") query.set("against", against);
  return query.size > 0 ? `${path}?${query}` : path;
}
