import { z } from "zod";
import { reportedPlace } from "./reported-place";

/** Which plot of a task or model, as its URL names it. */
export const plotPlaceSchema = z.object({
  metric: z.string().max(256),
  variant: z.string().max(256),
  iteration: z.coerce.number().int(),
});

export type PlotPlace = z.infer<typeof plotPlaceSchema>;

export function plotHref(path: string, place: PlotPlace): string {
  return `${path}/plot.json?${reportedPlace(place)}`;
}
