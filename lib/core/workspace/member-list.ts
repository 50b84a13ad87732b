import { z } from "zod";

export const memberSorts = ["name", "joined", "sign_in", "active"] as const;
export type MemberSort = (typeof memberSorts)[number];

export const memberStatuses = ["all", "active", "pending"] as const;
export type MemberStatus = (typeof memberStatuses)[number];

/** What the address of the list's page says; anything it doesn't know falls back. */
export const memberQuery = z.object({
  search: z.string().trim().max(100).catch(""),
  status: z.enum(memberStatuses).catch("all"),
  sort: z.enum(memberSorts).catch("name"),
  descending: z
    .literal("1")
    .optional()
    .transform((value) => value === "1")
    .catch(false),
  page: z.coerce.number().int().min(1).catch(1),
});
export type MemberQuery = z.infer<typeof memberQuery>;

/** The words of a search as a pattern for `ilike`, with its own wildcards taken literally. */
export function containsPattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, "\\$&")}%`;
}
