import { describe, expect, test } from "vitest";
import { nextSample, sampleAt } from "./sample-steps";

/** Metric, variant and iteration of each. */
const samples = ["a/x/1", "a/y/1", "b/x/1", "a/x/5", "b/y/5", "a/y/9"].map(place);

function place(text: string) {
  const [metric = "", variant = "", iteration = ""] = text.split("/");
  return { metric, variant, iteration: Number(iteration) };
}

function shown(found: ReturnType<typeof place> | undefined): string | undefined {
  return found && `${found.metric}/${found.variant}/${found.iteration}`;
}

describe("the sample of a variant", () => {
  test.each([
    ["a/x", undefined, "a/x/5", 1, 5],
    ["a/x", 5, "a/x/5", 1, 5],
    ["a/x", 4, "a/x/1", 1, 5],
    ["a/x", 100, "a/x/5", 1, 5],
    ["a/x", 0, undefined, 1, 5],
    ["b/y", null, "b/y/5", 5, 5],
    ["b/z", 5, undefined, undefined, undefined],
  ])("%s at %s is %s", (named, iteration, wanted, least, most) => {
    const found = sampleAt(samples, place(named), iteration);
    expect([shown(found.found), found.least, found.most]).toEqual([wanted, least, most]);
  });
});

describe("the next sample", () => {
  test.each([
    ["a/x/1", "later", false, "a/y/1"],
    ["a/y/1", "later", false, "b/x/1"],
    ["b/x/1", "later", false, "a/x/5"],
    ["a/x/1", "later", true, "a/x/5"],
    ["a/y/9", "later", false, undefined],
    ["a/x/7", "later", false, "a/y/9"],
    ["a/y/9", "earlier", false, "b/y/5"],
    ["b/y/5", "earlier", false, "a/x/5"],
    ["a/x/5", "earlier", false, "b/x/1"],
    ["b/y/5", "earlier", true, "b/x/1"],
    ["a/x/1", "earlier", false, undefined],
  ])("after %s, %s (next iteration: %s), is %s", (from, way, skipsIteration, wanted) => {
    const options = { earlier: way === "earlier", skipsIteration };
    expect(shown(nextSample(samples, place(from), options))).toBe(wanted);
    expect(shown(nextSample(samples.toReversed(), place(from), options))).toBe(wanted);
  });
});
