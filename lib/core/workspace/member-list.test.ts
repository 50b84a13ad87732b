import { expect, test } from "vitest";
import { memberQuery } from "./member-list";

test.each([
  [{}, { search: "", status: "all", sort: "name", descending: false, page: 1 }],
  [
    { search: " ada ", status: "pending", sort: "joined", descending: "1", page: "3" },
    { search: "ada", status: "pending", sort: "joined", descending: true, page: 3 },
  ],
  [
    { search: "a\u0000", page: "1.5" },
    { search: "", status: "all", sort: "name", descending: false, page: 1 },
  ],
  [
    { search: ["a"], status: "x", sort: "secret", descending: "yes", page: "-1" },
    { search: "", status: "all", sort: "name", descending: false, page: 1 },
  ],
])("%j is read as %j", (given, read) => {
  expect(memberQuery.parse(given)).toEqual(read);
});
