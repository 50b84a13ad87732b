import type { HistoryQuery } from "@/lib/core/vault/inputs";

export const historyPath = "/settings/workspace/vault-history";

/** The history as its URL says it; what is usual is left out. */
export function historyHref({ page, revision, against }: HistoryQuery): string {
  const query = new URLSearchParams();
  if (page > 1) query.set("page", String(page));
  if (revision !== undefined) query.set("revision", String(revision));
  if (against !== "before") query.set("against", against);
  return query.size > 0 ? `${historyPath}?${query}` : historyPath;
}
