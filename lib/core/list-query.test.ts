import { expect, test } from "vitest";
import { containsPattern, listQuery } from "./list-query";

const query = listQuery(["name", "newest"]);
const fallback = { search: "", sort: "name", descending: false, page: 1 };

test.each([
  [{}, fallback],
  [
    { search: " res ", sort: "newest", descending: "1", page: "3" },
    { search: "res", sort: "newest", descending: true, page: 3 },
  ],
  [{ search: ["a"], sort: "secret", descending: "yes", page: "0" }, fallback],
  [{ search: "x".repeat(101), page: "1.5" }, fallback],
  [{ search: "a\u0000", page: "1e400" }, fallback],
])("the address of a list: %j is read as %j", (given, read) => {
  expect(query.parse(given)).toEqual(read);
});

test("a search finds its own wildcards and nothing else", () => {
  expect(containsPattern("100%_\\")).toBe("%100\\%\\_\\\\%");
});
