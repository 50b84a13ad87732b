import { expect, test } from "vitest";
import { filterCommands } from "./command-filter";

const commands = [
  { label: "Profile", href: "/profile", group: "You" },
  { label: "Users", href: "/users", group: "Workspace", keywords: "members people" },
  { label: "User groups", href: "/groups", group: "Workspace" },
  { label: "Dana Kovač", href: "/users/1", group: "People" },
];

test.each([
  ["", ["Profile", "Users", "User groups", "Dana Kovač"]],
  ["user", ["Users", "User groups"]],
  ["groups", ["User groups"]],
  ["groups user", ["User groups"]],
  ["people", ["Users", "Dana Kovač"]],
  ["kovac", ["Dana Kovač"]],
  ["you", ["Profile"]],
  ["nothing", []],
])("%j finds %j", (query, labels) => {
  expect(filterCommands(commands, query).map((command) => command.label)).toEqual(labels);
});

test("puts a label that begins with the query before one that only holds it", () => {
  const found = filterCommands(
    [
      { label: "Additional vaults", href: "/a", group: "G" },
      { label: "Vaults", href: "/b", group: "G" },
    ],
    "vaults",
  );
  expect(found.map((command) => command.href)).toEqual(["/b", "/a"]);
});
