import { expect, test } from "vitest";
import { containsPattern, memberQuery } from "./member-list";

test.each([
  [{}, { search: "", status: "all", sort: "name", descending: false, page: 1 }],
  [
    { search: " ada ", status: "pending", sort: "joined", descending: "1", page: "3" },
    { search: "ada", status: "pending", sort: "joined", descending: true, page: 3 },
  ],
  [
    { search: ["a"], status: "x", sort: "secret", descending: "yes", page: "-1" },
    { search: "", status: "all", sort: "name", descending: false, page: 1 },
  ],
])("%j is read as %j", (given, read) => {
  expect(memberQuery.parse(given)).toEqual(read);
});

test("a search finds its own wildcards and nothing else", () => {
  expect(containsPattern("100%_\\")).toBe("%100\\%\\_\\\\%");
});
