import { describe, expect, test } from "vitest";
import { type ListParameters, type ListSpec, readListRequest } from "./list-request";

const spec: ListSpec = {
  fields: { name: "name", comment: "name", tags: "words", status: "word", created: "time", ready: "flag" },
  prefixes: { "hyperparams.": "word", "last_metrics.": "number" },
  orderable: ["name", "last_update", "created"],
  defaultOrder: ["-last_update"],
};

function read(parameters: ListParameters) {
  const outcome = readListRequest(parameters, spec);
  if (!outcome.ok) throw new Error(`${outcome.refusal.code}: ${outcome.refusal.message}`);
  return outcome.value;
}

describe("a request of a list", () => {
  test("without parameters asks for the first 500 in the usual order", () => {
    expect(read({})).toEqual({
      filters: [],
      order: [{ field: "last_update", descending: true }],
      offset: 0,
      limit: 500,
      search: undefined,
      onlyFields: [],
    });
  });

  test.each<[string, ListParameters, { offset: number; limit: number }]>([
    ["a page", { page: 3, page_size: 20 }, { offset: 60, limit: 20 }],
    ["a page without a size", { page: 2 }, { offset: 1_000, limit: 500 }],
    ["a size without a page", { page_size: 7 }, { offset: 0, limit: 7 }],
    ["more than the largest page", { page: 1, page_size: 100_000 }, { offset: 500, limit: 500 }],
    ["nulls", { page: null, page_size: null, order_by: null }, { offset: 0, limit: 500 }],
    ["the beginning of a scroll", { scroll_id: null, size: 50 }, { offset: 0, limit: 50 }],
    ["a scroll", { scroll_id: "position-50", size: 50 }, { offset: 50, limit: 50 }],
    [
      "all of a scroll so far",
      { scroll_id: "position-150", size: 50, refresh_scroll: true },
      { offset: 0, limit: 150 },
    ],
  ])("reads %s", (_, parameters, expected) => {
    const { offset, limit } = read(parameters);
    expect({ offset, limit }).toEqual(expected);
  });

  test("answers where a scroll goes on", () => {
    expect(read({ size: 50, scroll_id: "position-50" }).scrollIdAfter?.(30)).toBe("position-80");
    expect(read({ page_size: 50 }).scrollIdAfter).toBeUndefined();
  });

  test.each<[string, ListParameters, unknown]>([
    [
      "names as patterns in their own spelling",
      { name: "^Train\\ 1$" },
      [{ kind: "name", field: "name", pattern: { kind: "exact", text: "Train 1", ignoreCase: false } }],
    ],
    ["no pattern that is empty", { name: "" }, []],
    [
      "one word or several",
      { status: ["created", "-failed"], tags: "a" },
      [
        {
          kind: "word",
          field: "status",
          terms: {
            join: "and",
            orEmpty: false,
            conditions: [
              { kind: "any", words: ["created"] },
              { kind: "none", words: ["failed"] },
            ],
          },
        },
        {
          kind: "words",
          field: "tags",
          terms: { join: "and", orEmpty: false, conditions: [{ kind: "any", words: ["a"] }] },
        },
      ],
    ],
    ["no list that is empty", { tags: [] }, []],
    ["no field that it does not know", { colour: "red", method: "get" }, []],
    [
      "times that are compared, of UTC where they have no zone",
      { created: [">=2026-01-31T00:00:00", "<2026-02-01 12:00"] },
      [
        {
          kind: "compare",
          field: "created",
          orEmpty: false,
          comparisons: [
            { operator: ">=", value: new Date("2026-01-31T00:00:00Z") },
            { operator: "<", value: new Date("2026-02-01T12:00:00Z") },
          ],
        },
      ],
    ],
    [
      "a range of times that is open at the beginning",
      { created: [null, "2026-01-31T00:00:00+01:00"] },
      [
        {
          kind: "compare",
          field: "created",
          orEmpty: true,
          comparisons: [{ operator: "<=", value: new Date("2026-01-30T23:00:00Z") }],
        },
      ],
    ],
    [
      "a range of numbers under a field's prefix",
      { "last_metrics.a.b.value": [0.5, null] },
      [
        {
          kind: "compare",
          field: "last_metrics.a.b.value",
          orEmpty: false,
          comparisons: [{ operator: ">=", value: 0.5 }],
        },
      ],
    ],
    ["true and false", { ready: false }, [{ kind: "flag", field: "ready", value: false }]],
    [
      "one pattern over several fields, in any spelling",
      { _any_: { fields: ["name", "comment"], pattern: "a" } },
      [
        {
          kind: "any",
          filters: ["name", "comment"].map((field) => ({
            kind: "name",
            field,
            pattern: { kind: "contains", text: "a", ignoreCase: true },
          })),
        },
      ],
    ],
    [
      "the objects of newer clients",
      { filters: { tags: { any: { include: ["a", "b"] }, all: { exclude: ["c"] }, op: "or" } } },
      [
        {
          kind: "words",
          field: "tags",
          terms: {
            join: "or",
            orEmpty: false,
            conditions: [
              { kind: "any", words: ["a", "b"] },
              { kind: "none", words: ["c"] },
            ],
          },
        },
      ],
    ],
  ])("reads %s", (_, parameters, filters) => {
    expect(read(parameters).filters).toEqual(filters);
  });

  test("reads an order, and leaves out that of a text's score", () => {
    expect(read({ order_by: ["@text_score", "-created", "id"] }).order).toEqual([
      { field: "created", descending: true },
      { field: "id", descending: false },
    ]);
    expect(read({ order_by: "name" }).order).toEqual([{ field: "name", descending: false }]);
  });

  test.each<[string, ListParameters, RegExp, string]>([
    [
      "a pattern that can't be matched in linear time",
      { name: "(a)\\1" },
      /can’t be read/,
      "invalid_pattern",
    ],
    ["a pattern that is none", { name: 7 }, /name is a regular expression/, "invalid_values"],
    ["a number among words", { tags: ["a", 1] }, /tags is a list of texts/, "invalid_values"],
    ["an operator that there is not", { tags: ["__$xor", "a"] }, /not an operator/, "invalid_values"],
    ["a time that is none", { created: ">=yesterday" }, /created is a time/, "invalid_values"],
    ["a range without an end", { created: [null, null] }, /at least one end/, "invalid_values"],
    ["three ends of a range", { "last_metrics.a": [1, 2, 3] }, /range of two/, "invalid_values"],
    ["an order that there is not", { order_by: ["-colour"] }, /ordered by colour/, "invalid_values"],
    ["fields without a pattern", { _any_: { fields: ["name"] } }, /either a pattern/, "invalid_values"],
    [
      "a pattern over an unknown field",
      { _all_: { fields: ["x"], pattern: "a" } },
      /unknown/,
      "invalid_values",
    ],
    [
      "a pattern over a list of words",
      { _any_: { fields: ["tags"], pattern: "a" } },
      /tags can’t be searched by a pattern/,
      "invalid_values",
    ],
    [
      "a pattern over a time",
      { _all_: { fields: ["created"], pattern: "a" } },
      /created can’t be searched by a pattern/,
      "invalid_values",
    ],
    ["a scroll that is none", { scroll_id: "7f", size: 5 }, /scroll id/, "invalid_values"],
    ["a page past everything", { page: 1e9, page_size: 500 }, /past the end/, "invalid_values"],
    ["filters of a time", { filters: { created: {} } }, /filters can’t contain/, "invalid_values"],
  ])("refuses %s", (_, parameters, message, reason) => {
    const outcome = readListRequest(parameters, spec);
    expect(outcome).toMatchObject({
      ok: false,
      refusal: { message: expect.stringMatching(message), reason },
    });
  });
});
