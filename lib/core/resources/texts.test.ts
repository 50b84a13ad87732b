import { describe, expect, test } from "vitest";
import { reviewTexts, textsEdit, typedName } from "./texts";

const saved = { name: "Train", description: "First", tags: ["a", "b"] };

describe("an edit of texts", () => {
  test.each([
    ["that changes nothing", saved, { ...saved, tags: ["b", "a"] }, undefined, { saved: true }],
    [
      "of what is still saved",
      saved,
      { ...saved, description: "New" },
      { ...saved, description: "New" },
      { saved: true },
    ],
    [
      "of what somebody else changed",
      { ...saved, tags: ["a"] },
      { ...saved, name: "Other" },
      undefined,
      { saved: false, theirs: saved },
    ],
    ["that somebody else made as well", { ...saved, name: "Former" }, saved, undefined, { saved: true }],
    [
      "without tags keeps those of the base",
      { ...saved, tags: ["x, y"] },
      { ...saved, tags: null, name: "Other" },
      undefined,
      { saved: false, theirs: saved },
    ],
  ])("%s", (_, base, wanted, change, told) => {
    expect(reviewTexts(saved, { ...wanted, base })).toEqual({ change, told });
  });

  test("keeps tags that contain commas where they were not typed again", () => {
    const base = { ...saved, tags: ["x, y"] };
    expect(reviewTexts(base, { ...saved, name: "Other", tags: null, base }).change).toEqual({
      ...{ name: "Other", description: "First", tags: ["x, y"] },
    });
  });

  test("is read with trimmed texts, and refused with a short name", () => {
    const schema = textsEdit(typedName);
    const typed = { name: " Train ", description: " a\nb ", tags: "x, y,, x", base: saved };
    expect(schema.parse(typed)).toMatchObject({ name: "Train", description: "a\nb", tags: ["x", "y"] });
    expect(schema.safeParse({ ...typed, name: "ab" }).success).toBe(false);
  });
});
