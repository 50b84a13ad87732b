import { expect, test } from "vitest";
import { load } from "../engine";
import type { Rule, World } from "../types";
import { pathOf } from "./path";
import { grantSentence, heldSentence, reachSentence, stepSentence } from "./path-sentences";

const person = (id: string) => ({ id, kind: "user", active: true, canImpersonate: false }) as const;
const rule = (id: string, part: Partial<Rule>): Rule => ({
  ...{ id, type: "project", target: null, access: "read", users: [], groups: [] },
  ...part,
});

const world: World = {
  users: ["mira", "ann", "boss"].map(person),
  groups: [
    { id: "vision team", members: ["mira"] },
    { id: "admins", members: ["boss"] },
  ],
  resources: [
    { id: "vision", type: "project", parent: null },
    { id: "detector", type: "project", parent: "vision" },
    { id: "best", type: "model", parent: "detector" },
  ],
  rules: [
    rule("everything", { groups: ["users"] }),
    rule("team", { target: "vision", access: "modify", groups: ["vision team"] }),
    rule("mira's", { target: "detector", access: "modify", users: ["mira"], groups: ["vision team"] }),
    rule("ann's", { target: "detector", access: "modify", users: ["ann"] }),
    rule("best's", { type: "model", target: "best", users: ["ann"] }),
  ],
};

function stepsFor(
  id: string,
  action: "read" | "modify" | "visible",
  object: string,
  changed = world,
): string[] {
  const engine = load(changed);
  const overview = engine.overview(id);
  const read = overview?.reasons("read", object) ?? [];
  const steps = pathOf({
    action,
    chain: engine.chainOf(object),
    reasons: read.length > 0 ? read : (overview?.reasons("visible", object) ?? []),
    findRule: (each) => engine.rules.find(each),
    countAbout: (each) => engine.rules.about(each).length,
  });
  return steps.map(
    ({ kind, at, gives, rules, others }) =>
      `${gives ? "+" : "-"} ${kind} ${at}: ${rules.map((each) => `${each.access} ${each.through}`).join("; ")} (${others})`,
  );
}

test("the path goes from the object to the top, with the rules that hold at each place", () => {
  expect(stepsFor("mira", "modify", "best")).toEqual([
    "- object best:  (1)",
    "+ object detector: modify mira,vision team (1)",
    "+ object vision: modify vision team (0)",
    "- whole_type detector: read users (0)",
  ]);
  expect(stepsFor("ann", "read", "best")).toEqual([
    "+ object best: read ann (0)",
    "+ object detector: modify ann (1)",
    "- object vision:  (1)",
    "+ whole_type detector: read users (0)",
  ]);
});

test("the path of a name that shows leads to what is in the project", () => {
  const rules = world.rules.filter(({ id }) => id === "best's");
  expect(stepsFor("ann", "visible", "vision", { ...world, rules })).toEqual([
    "+ inside best: read ann (0)",
    "- object vision:  (0)",
  ]);
});

test.each([
  [
    { allowed: true, giving: 2, reaching: 3, powers: 0 },
    "Allowed by 2 of the 3 rules that reach this model. Deleting one of them changes nothing.",
  ],
  [
    { allowed: true, giving: 3, reaching: 3, powers: 0 },
    "Allowed by 3 rules. Deleting one of them changes nothing.",
  ],
  [{ allowed: true, giving: 1, reaching: 1, powers: 0 }, "Allowed by 1 rule. Deleting it would end this."],
  [
    { allowed: true, giving: 1, reaching: 4, powers: 0 },
    "Allowed by 1 of the 4 rules that reach this model. Deleting it would end this.",
  ],
  [
    { allowed: true, giving: 0, reaching: 0, powers: 1 },
    "Allowed by a built-in group, whatever the rules say.",
  ],
  [
    { allowed: true, giving: 1, reaching: 2, powers: 1 },
    "Allowed by a built-in group, whatever the rules say.",
  ],
  [{ allowed: false, giving: 0, reaching: 0, powers: 0 }, "No rule reaches this model."],
  [
    { allowed: false, giving: 0, reaching: 1, powers: 0 },
    "The only rule that reaches this model doesn’t grant it.",
  ],
  [
    { allowed: false, giving: 0, reaching: 3, powers: 0 },
    "None of the 3 rules that reach this model grants it.",
  ],
])("in short: %j", (counts, expected) => {
  expect(reachSentence({ ...counts, type: "model" })).toBe(expected);
});

const step = { kind: "object", type: "task", isAsked: true, others: 0 } as const;
test.each([
  [step, "No rule on the task itself"],
  [{ ...step, others: 1 }, "1 rule on the task itself, which names others"],
  [{ ...step, isAsked: false, type: "project", others: 2 } as const, "2 rules here, which name others"],
  [{ ...step, isAsked: false, type: "project" } as const, "No rule here"],
])("a place without rules for them: %j", (place, expected) => {
  expect(stepSentence(place)).toBe(expected);
});

const team = { name: "Vision team", builtIn: null };
const users = { name: "Users", builtIn: "users" };
const mira = { kind: "person", name: "Mira" };
test.each([
  ["modify", true, [], mira, "Read & modify to Mira"],
  ["modify", false, [team], mira, "Read & modify to Vision team, of which Mira is a member"],
  ["read", true, [team], mira, "Read only to Mira and Vision team"],
  ["read", false, [users], mira, "Read only to Users"],
  ["read", false, [team], { kind: "group", name: "Vision team" }, "Read only to Vision team"],
] as const)("a rule at a place: %s, directly %s, by %j", (access, isDirect, groups, whose, expected) => {
  expect(heldSentence({ access, isDirect, groups }, whose)).toBe(expected);
});

test.each([
  ["modify", 2, 0, "One rule at any of the places above."],
  ["read", 1, 1, "One rule at any of the places above, or membership in this group."],
  ["grant", 0, 2, "Membership in any of these groups."],
  ["manage", 0, 0, "Only queues can be renamed or deleted by queue admins."],
  ["read", 0, 0, "Nothing."],
] as const)("what would grant %s: %i rules, %i groups", (action, rules, groups, expected) => {
  expect(grantSentence({ action, rules, groups })).toBe(expected);
});
