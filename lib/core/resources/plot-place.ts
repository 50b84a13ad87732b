import { z } from "zod";

/** Which plot of a task or model, as its URL names it. */
export const plotPlaceSchema = z.object({
  metric: z.string().max(256),
  variant: z.string().max(256),
  iteration: z.coerce.number().int(),
});

export type PlotPlace = z.infer<typeof plotPlaceSchema>;

export function plotHref(path: string, { metric, variant, iteration }: PlotPlace): string {
  const query = new URLSearchParams({ metric, variant, iteration: String(iteration) });
  return `${path}/plot.json?${query}`;
}
