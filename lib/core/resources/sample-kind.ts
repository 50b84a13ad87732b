import { z } from "zod";
import { reportedPlace } from "./reported-place";

export const sampleKinds = ["image", "video", "audio", "text", "html", "other"] as const;
export type SampleKind = (typeof sampleKinds)[number];

const endings: [SampleKind, RegExp][] = [
  ["image", /\.(?:png|jpe?g|gif|webp|avif|bmp|svg)$/i],
  ["video", /\.(?:mp4|m4v|webm|mov|ogv)$/i],
  ["audio", /\.(?:mp3|wav|ogg|oga|flac|m4a|aac|opus)$/i],
  ["text", /\.(?:txt|log|csv|tsv|json|jsonl|md|ya?ml|xml|py)$/i],
  ["html", /\.html?$/i],
];

/** What a debug sample is, by the ending of its name. */
export function sampleKindOf(url: string): SampleKind {
  const path = url.replace(/[?#].*$/s, "");
  return endings.find(([, ending]) => ending.test(path))?.[0] ?? "other";
}

/** Which sample of a task or model. */
export const sampleChoice = z.object({
  metric: z.string().max(1_024),
  variant: z.string().max(1_024),
  iteration: z.coerce.number().int().min(-9e15).max(9e15),
});
export type SampleChoice = z.infer<typeof sampleChoice>;

/** Of its frame; `path` is that of the task's or model's page. */
export function sampleHref(path: string, choice: SampleChoice): string {
  return `${path}/sample?${reportedPlace(choice)}`;
}

/** The page that shows it alone. */
export function largeSampleHref(path: string, choice: SampleChoice): string {
  return `${path}/samples/large?${reportedPlace(choice)}`;
}
