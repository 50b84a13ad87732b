import { describe, expect, test } from "vitest";
import { groupMemberQuery, groupQuery } from "./group-list";

const fallback = { search: "", sort: "name", descending: false, page: 1 };

describe("the address of the list of groups", () => {
  test.each([
    [{}, fallback],
    [
      { search: " res ", sort: "members", descending: "1", page: "3" },
      { search: "res", sort: "members", descending: true, page: 3 },
    ],
    [{ search: ["a"], sort: "added", descending: "yes", page: "0" }, fallback],
    [{ search: "x".repeat(101), page: "1.5" }, fallback],
  ])("%j is read as %j", (given, read) => {
    expect(groupQuery.parse(given)).toEqual(read);
  });
});

describe("the address of a group’s members", () => {
  test.each([
    [{}, fallback],
    [
      { search: "ada", sort: "added", descending: "1", page: "101" },
      { search: "ada", sort: "added", descending: true, page: 101 },
    ],
    [{ sort: "members", page: "-1" }, fallback],
  ])("%j is read as %j", (given, read) => {
    expect(groupMemberQuery.parse(given)).toEqual(read);
  });
});
