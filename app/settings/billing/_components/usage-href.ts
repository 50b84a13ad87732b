import type { UsageQuery } from "@/lib/core/usage/usage";

export const billingPath = "/settings/billing";

const usual: Partial<UsageQuery> = {
  by: "credentials",
  of: "member",
  sort: "calls",
  page: 1,
  table: "hidden",
};

export function usageHref(query: UsageQuery, hash = ""): string {
  const chosen = Object.entries(query).filter(
    ([name, value]) => value !== undefined && value !== usual[name as keyof UsageQuery],
  );
  const text = new URLSearchParams(chosen.map(([name, value]) => [name, String(value)])).toString();
  return `${billingPath}${text ? `?${text}` : ""}${hash}`;
}
