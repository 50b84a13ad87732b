import { z } from "zod";
import { pageNumber, searchText } from "../list-query";

export const effectiveQuery = z.object({ search: searchText, page: pageNumber });
export type EffectiveQuery = z.infer<typeof effectiveQuery>;

/** The path of one key, as a page shows it. */
export const keyChoice = z.object({ path: z.array(z.string().max(2_000)).min(1).max(64) });
export type KeyChoice = z.infer<typeof keyChoice>;

/** A client's own configuration file. It is read once for the answer, and neither stored nor logged. */
export const pastedConfiguration = z.object({
  text: z
    .string()
    .min(1, "Paste the text of a clearml.conf first.")
    .max(256 * 1024, "This text is longer than 256 KB."),
});
export type PastedConfiguration = z.infer<typeof pastedConfiguration>;
