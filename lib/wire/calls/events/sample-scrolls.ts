import { z } from "zod";
import { invalidScroll, name } from "./fields";

// Nothing is kept between two calls: a scroll id says where the first one stood.

/** The lowest and the highest iteration of an answer. */
export type Span = readonly [lowest: number, highest: number];

const spanForm = /^(-?\d{1,16})_(-?\d{1,16})$/;

/** One for each of what was asked for; where it had nothing, none. */
export function scrollOver(spans: readonly (Span | undefined)[]): string {
  return `over:${spans.map((span) => span?.join("_") ?? "").join(",")}`;
}

export function readSpans(scroll: string | null | undefined, count: number): (Span | undefined)[] {
  if (!scroll) return Array.from({ length: count }, () => undefined);
  const texts = scroll.startsWith("over:") ? scroll.slice("over:".length).split(",") : [];
  if (texts.length !== count) throw invalidScroll(scroll);
  return texts.map((text) => {
    const [, lowest, highest] = spanForm.exec(text) ?? [];
    if (text !== "" && lowest === undefined) throw invalidScroll(scroll);
    return lowest === undefined ? undefined : [Number(lowest), Number(highest)];
  });
}

const place = z.object({ metric: name, variant: name, iteration: z.int(), staysInMetric: z.boolean() });
type Place = z.output<typeof place>;

export function scrollAt({ metric, variant, iteration, staysInMetric }: Place): string {
  const text = JSON.stringify({ metric, variant, iteration, staysInMetric });
  return `at:${Buffer.from(text).toString("base64url")}`;
}

export function readPlace(scroll: string | null | undefined): Place {
  const text = scroll?.startsWith("at:") ? scroll.slice("at:".length) : "";
  try {
    return place.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    throw invalidScroll(scroll ?? "");
  }
}
