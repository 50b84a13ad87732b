import { describe, expect, test } from "vitest";
import { hasFilters, isFiltered, keptBySearch, listHref, sortOf, withoutFilter } from "./list-href";

const all = { search: "", sort: "name", descending: false, page: 1 };
const people = { ...all, status: "all" };

describe("a list’s URL", () => {
  test.each([
    ["the whole list", people, "/users"],
    ["a search", { ...people, search: "mira & co" }, "/users?search=mira+%26+co"],
    [
      "a search for what is no letter",
      { ...people, search: "(50%)~é\ud800" },
      "/users?search=%2850%25%29%7E%C3%A9%EF%BF%BD",
    ],
    ["a status and a page", { ...people, status: "pending", page: 3 }, "/users?page=3&status=pending"],
    ["an order", { ...people, sort: "active", descending: true }, "/users?sort=active&descending=1"],
  ])("says %s", (_, query, href) => {
    expect(listHref("/users", query)).toBe(href);
  });

  test("is turned the other way by the column that it is sorted by", () => {
    expect(sortOf("/users", { ...people, page: 2 }, "name")).toEqual({
      sortHref: "/users?descending=1",
      sorted: "ascending",
    });
    expect(sortOf("/users", people, "active")).toEqual({ sortHref: "/users?sort=active", sorted: undefined });
  });

  test("keeps all but the page where something else is searched for", () => {
    expect(keptBySearch({ ...people, search: "mira", status: "active", sort: "active", page: 3 })).toEqual({
      status: "active",
      sort: "active",
    });
  });
});

describe("a list is filtered", () => {
  test.each([
    ["by nothing", people, false],
    ["not by its order and its page", { ...people, sort: "active", descending: true, page: 4 }, false],
    ["by a search", { ...people, search: "mira" }, true],
    ["by a status", { ...people, status: "pending" }, true],
  ])("%s", (_, query, filtered) => {
    expect(isFiltered(query)).toBe(filtered);
  });

  test("by more than a search where its query has a field for it", () => {
    expect(hasFilters(people)).toBe(true);
    expect(hasFilters(all)).toBe(false);
  });

  test("without its filter, and keeps its order", () => {
    const query = { ...people, search: "mira", status: "pending", sort: "active", descending: true, page: 3 };
    expect(withoutFilter(query)).toEqual({ ...people, sort: "active", descending: true });
  });
});
