import { z } from "zod";

/** What is looked for in a list. The database can't be asked for a zero character. */
export const searchText = z
  .string()
  .trim()
  .max(100)
  .refine((text) => !text.includes("\u0000"))
  .catch("");

export const pageNumber = z.coerce.number().int().min(1).catch(1);

/** What the address of a list's page says; anything it doesn't know falls back, the order to that by name. */
export function listQuery<const Sorts extends readonly ["name", ...string[]]>(sorts: Sorts) {
  return z.object({
    search: searchText,
    sort: z.enum(sorts).catch("name"),
    descending: z
      .literal("1")
      .optional()
      .transform((value) => value === "1")
      .catch(false),
    page: pageNumber,
  });
}

/** The words of a search as a pattern for `ilike`, with its own wildcards taken literally. */
export function containsPattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, "\\$&")}%`;
}
