import { expect, test } from "vitest";
import { load } from "../engine";
import { finish } from "../testing/finish";
import type { Rule, World } from "../types";
import type { RuleChange } from "../what-if";
import { compareInSteps } from "./compare";
import { objectsText } from "./crossings";
import { commonObjects, type PreviewRow } from "./rows";
import { becauseText, countTexts, groupDetail } from "./sentences";

const person = (id: string) => ({ id, kind: "user", active: true, canImpersonate: false }) as const;
const rule = (id: string, part: Partial<Rule>): Rule => ({
  ...{ id, type: "project", target: null, access: "read", users: [], groups: [] },
  ...part,
});

/** Everybody reads all projects; Labeling modifies detector, and so does Ann alone through it. */
const world: World = {
  users: ["ann", "bob", "cem", "dee", "nightly"].map(person),
  groups: [
    { id: "labeling", members: ["ann", "bob"] },
    { id: "edge", members: ["cem", "dee"] },
    { id: "admins", members: [] },
  ],
  resources: [
    { id: "vision", type: "project", parent: null },
    { id: "detector", type: "project", parent: "vision" },
    { id: "run", type: "task", parent: "detector" },
  ],
  rules: [
    rule("all", { groups: ["labeling"] }),
    rule("some", { target: "detector", access: "modify", users: ["nightly"], groups: ["labeling"] }),
  ],
};

const names = {
  groupNamed: (key: string) => ({ labeling: "Labeling", edge: "Edge team" })[key],
  objectNamed: (id: string) => ({ id, type: "project", name: id, path: null }) as const,
};

function told(change: RuleChange): string[] {
  const { rows, counts } = finish(compareInSteps(load(world), change, []));
  const lines = rows.map(
    (row) => `${whoOf(row)}: ${row.crossings.map(({ from, to }) => `${from} → ${to}`)}, ${textOf(row)}`,
  );
  return [Object.values(countTexts(counts)).filter(Boolean).join(", "), ...lines];
}

function whoOf({ group, people }: PreviewRow): string {
  const ids = String(people.map(({ id }) => id));
  return group ? `${group} (${ids})` : ids;
}
const textOf = ({ because, group }: PreviewRow) => becauseText(because, group !== null, names);

const some = (part: Partial<Rule>): RuleChange => ({
  kind: "rule_put",
  rule: rule("some", { target: "detector", access: "modify", ...part }),
});

test.each<[string, RuleChange, string[]]>([
  [
    "a rule that names others instead",
    some({ users: ["ann"], groups: ["edge"] }),
    [
      "2 gain, 2 lose, 1 stays as they are",
      "edge (cem,dee): nothing → modify, Named in this rule",
      "bob: modify → read, Labeling can still read all projects",
      "nightly: modify → nothing, No other rule grants it",
    ],
  ],
  [
    "a rule that grants less",
    some({ access: "read", users: ["nightly"], groups: ["labeling"] }),
    [
      "3 lose",
      "labeling (ann,bob): modify → read, Labeling can still read “detector”",
      "nightly: modify → read, Still named in the rule on “detector”",
    ],
  ],
  [
    "a rule that is deleted",
    { kind: "rule_removed", id: "some" },
    [
      "3 lose",
      "labeling (ann,bob): modify → read, Labeling can still read all projects",
      "nightly: modify → nothing, No other rule grants it",
    ],
  ],
  [
    "new members",
    { kind: "members_added", groupId: "labeling", userIds: ["cem", "ann"] },
    ["1 gains, 1 stays as they are", "cem: nothing → modify,nothing → read, Member of Labeling"],
  ],
  [
    "a member who leaves a group",
    { kind: "member_removed", groupId: "labeling", userId: "ann" },
    ["1 loses", "ann: modify → nothing,read → nothing, Only Labeling granted it"],
  ],
  [
    "somebody who leaves",
    { kind: "principal_removed", id: "nightly" },
    ["1 loses", "nightly: modify → nothing, No longer in the workspace"],
  ],
  [
    "a group that is deleted",
    { kind: "group_removed", id: "labeling" },
    ["2 lose", "labeling (ann,bob): modify → nothing,read → nothing, No other rule grants it"],
  ],
])("a preview tells what each has, would have, and why: %s", (_, change, expected) => {
  expect(told(change)).toEqual(expected);
});

test("a move tells of the rule at the new place", () => {
  const engine = load({
    ...world,
    resources: [...world.resources, { id: "loose", type: "task", parent: null }],
  });
  const move = { kind: "object_moved", objectId: "loose", parentId: "detector", intoNew: false } as const;
  const { rows } = finish(compareInSteps(engine, move, []));
  expect(rows.map((row) => `${whoOf(row)}: ${textOf(row)}`)).toEqual([
    "labeling (ann,bob): Rule on “detector”",
    "nightly: Rule on “detector”",
  ]);
  expect(commonObjects(rows)).toEqual([{ type: "task", count: 1, most: 1 }]);
});

test("members of a group for whom it changes alike are one row, on however many objects", () => {
  const own = rule("own", { type: "task", target: "run", users: ["cem"] });
  const engine = load({ ...world, rules: [...world.rules, own] });
  const change: RuleChange = { kind: "rule_put", rule: rule("new", { groups: ["edge"] }) };
  const { rows } = finish(compareInSteps(engine, change, []));
  expect(
    rows.map((row) => `${whoOf(row)}: ${row.crossings.map(({ objects }) => objectsText(objects))}`),
  ).toEqual(["edge (cem,dee): 2 projects, up to 1 task"]);
  expect(rows[0]?.people.map(({ crossings }) => objectsText(crossings[0]?.objects ?? []))).toEqual([
    ...["2 projects", "2 projects, 1 task"],
  ]);
  expect(commonObjects(rows)).toBeNull();
});

test("objects are common only where each gains or loses the same", () => {
  const { rows } = finish(compareInSteps(load(world), { kind: "rule_removed", id: "all" }, []));
  expect(commonObjects(rows)).toEqual([{ type: "project", count: 1, most: 1 }]);
  const { rows: uneven } = finish(compareInSteps(load(world), { kind: "group_removed", id: "labeling" }, []));
  expect(commonObjects(uneven)).toBeNull();
  expect(commonObjects([])).toBeNull();
});

test.each([
  [["Ann", "Bob"], 2, "Ann and Bob"],
  [["Ann", "Bob"], 3, "Ann, Bob and 1 other"],
  [["Ann", "Bob"], 1_202, "Ann, Bob and 1,200 others"],
])("of a group it names %j of %i", (named, people, expected) => {
  expect(groupDetail({ names: named, people })).toBe(expected);
});
