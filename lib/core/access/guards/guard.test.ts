import { describe, expect, test } from "vitest";
import { withServiceAccounts } from "../change";
import { load } from "../engine";
import type { Rule, World } from "../types";
import { type Guard, guardText, isKept } from "./guard";

const user = (id: string) => ({ id, kind: "user", active: true, canImpersonate: false }) as const;
const world = (rules: readonly Partial<Rule>[]): World =>
  withServiceAccounts({
    users: [user("ada"), user("bo"), user("cy"), { ...user("bot"), kind: "service" }],
    groups: [
      { id: "users", members: [] },
      { id: "admins", members: ["ada"] },
      { id: "queue_admins", members: [] },
      { id: "contractors", members: ["bo", "cy"] },
      { id: "chiefs", members: ["ada", "bo"] },
      { id: "empty", members: [] },
    ],
    resources: [
      { id: "finance", type: "project", parent: null },
      { id: "payroll", type: "project", parent: "finance" },
      { id: "run", type: "task", parent: "payroll" },
      { id: "bare", type: "project", parent: null },
      { id: "gpu", type: "queue", parent: null },
    ],
    rules: rules.map((rule, at) => ({
      ...{ id: `r${at}`, type: "project", target: null, access: "read", users: [], groups: [] },
      ...rule,
    })),
  });
const guard = (
  kind: "user" | "group",
  id: string,
  can: "can" | "can't",
  access: "read" | "modify",
  targetId: string,
) => ({ principal: { kind, id }, allows: can === "can", access, targetId }) satisfies Guard;

test.each([
  ["users", "users"],
  ["service_accounts", "service_accounts"],
  ["users", "service_accounts"],
])("a guard of everybody counts before anybody is there: a rule for %s, a guard of %s", (group, guarded) => {
  const alone = { ...world([{ target: "payroll", groups: [group] }]), users: [user("ada")] };
  expect(isKept(guard("group", guarded, "can't", "read", "payroll"), load(alone))).toBe(false);
  expect(isKept(guard("group", guarded, "can't", "read", "bare"), load(alone))).toBe(true);
});

describe("a guard", () => {
  const cant = guard("group", "contractors", "can't", "read", "payroll");
  const can = guard("group", "contractors", "can", "modify", "gpu");
  test.each<[string, Guard, Partial<Rule>[], boolean]>([
    ["nothing is given", cant, [], true],
    ["a rule on it", cant, [{ target: "payroll", groups: ["contractors"] }], false],
    ["a rule on it for one of them", cant, [{ target: "payroll", users: ["cy"] }], false],
    ["a rule on it for another", cant, [{ target: "payroll", users: ["ada", "bot"] }], true],
    ["a rule above it", cant, [{ target: "finance", groups: ["users"] }], false],
    ["a rule on all projects", cant, [{ groups: ["contractors"] }], false],
    ["a rule on what is in it", cant, [{ type: "task", target: "run", groups: ["contractors"] }], false],
    ["a rule on all tasks", cant, [{ type: "task", groups: ["contractors"] }], false],
    ["a rule elsewhere", cant, [{ target: "bare", groups: ["contractors"] }], true],
    [
      "all tasks, though none is in it yet",
      { ...cant, targetId: "bare" },
      [{ type: "task", users: ["bo"] }],
      false,
    ],
    ["reading where only modifying is closed", { ...cant, access: "modify" }, [{ users: ["bo"] }], true],
    ["an admin in the group", guard("group", "chiefs", "can't", "read", "payroll"), [], false],
    ["an admin", guard("user", "ada", "can't", "read", "payroll"), [], false],
    ["admins among Users", guard("group", "users", "can't", "read", "payroll"), [], true],
    ["one of Users", guard("group", "users", "can't", "read", "payroll"), [{ users: ["bo"] }], false],
    ["an empty group", guard("group", "empty", "can't", "read", "payroll"), [{ groups: ["empty"] }], true],
    ["a queue that nothing opens", can, [], false],
    [
      "a queue that a group's rule opens",
      can,
      [{ type: "queue", access: "modify", groups: ["contractors"] }],
      true,
    ],
    ["a queue for reading only", can, [{ type: "queue", groups: ["contractors"] }], false],
    [
      "a queue for each of them by name",
      can,
      [{ type: "queue", target: "gpu", access: "modify", users: ["bo", "cy"] }],
      true,
    ],
    ["a queue for one of them", can, [{ type: "queue", access: "modify", users: ["bo"] }], false],
    [
      "all by name instead of Users",
      guard("group", "users", "can", "read", "gpu"),
      [{ type: "queue", users: ["ada", "bo", "cy", "bot"] }],
      false,
    ],
    ["Users", guard("group", "users", "can", "read", "gpu"), [{ type: "queue", groups: ["users"] }], true],
    [
      "service accounts",
      guard("group", "service_accounts", "can", "read", "gpu"),
      [{ type: "queue", groups: ["service_accounts"] }],
      true,
    ],
    ["an object that is gone", guard("user", "bo", "can", "read", "nowhere"), [], true],
    ["somebody who is gone", guard("user", "dee", "can", "read", "gpu"), [], true],
  ])("is kept or not: %s", (_, asked, rules, kept) => {
    expect(isKept(asked, load(world(rules)))).toBe(kept);
  });
});

test("a guard reads as a sentence", () => {
  const object = { name: "Payroll", path: "finance" };
  expect(
    guardText({ principalName: "Contractors", allows: false, access: "read", type: "project", object }),
  ).toBe("Contractors can’t read the project finance/Payroll, or anything in it");
  expect(
    guardText({
      ...{ principalName: "Mira", allows: true, access: "modify", type: "queue" },
      object: { name: "gpu", path: null },
    }),
  ).toBe("Mira can modify the queue gpu");
});
