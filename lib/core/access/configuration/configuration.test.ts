import { describe, expect, test } from "vitest";
import type { ConfigurationFacts } from "./facts";
import { parseConfiguration } from "./parse";
import { isEmptyPlan, planConfiguration } from "./plan";
import { planLines } from "./plan-lines";
import { itemsInStep } from "./steps";
import { drawnMembers, drawnObjects } from "./testing/members";
import { planned, planOf, run, written } from "./testing/plan-text";

const [olga, ada] = drawnMembers.map(({ id }) => id);
const world: ConfigurationFacts = {
  ...{ ownerUserId: olga!, members: drawnMembers, objects: drawnObjects },
  groups: [
    { id: "gu", name: "Users", description: "", builtIn: "users", memberIds: [] },
    { id: "ga", name: "Admins", description: "Built in.", builtIn: "admins", memberIds: [olga!] },
    { id: "g1", name: "Contractors", description: "Other companies", builtIn: null, memberIds: [ada!] },
  ],
  rules: [
    {
      ...{ id: "r2", type: "task", targetId: "t2", access: "read" },
      ...{ userIds: drawnMembers.slice(1).map(({ id }) => id), groupIds: ["g1"] },
    },
    { id: "r1", type: "project", targetId: null, access: "modify", userIds: [], groupIds: ["gu"] },
    { id: "r3", type: "project", targetId: "p1", access: "read", userIds: [ada!], groupIds: [] },
  ],
  guards: [
    {
      ...{ id: "w1", name: "Detector stays closed", userId: null, groupId: "g1", allows: false },
      ...{ access: "modify", type: "project", targetId: "p1" },
    },
  ],
  vaults: [
    {
      ...{ id: "v1", name: "Common agents", type: "config", enabled: true, groupIds: ["gu"] },
      ...{ format: "hocon", text: 'agent {\n  worker = "a"\n}\n', revision: 3 },
    },
  ],
};

const body = `groups:
  - name: Admins
    users:
      - olga@example.com
  - name: Contractors
    description: Other companies
    users:
      - "0ada+x@example.com"
`;

describe("a file", () => {
  test("is written in a fixed order, by names, with a sentence for each section", () => {
    expect(
      written(world),
    ).toBe(`# The access configuration of a workspace: user groups, access rules, guards and administrator vaults.
# When the file is applied, the workspace is made equal to each of these sections: what a section does not list is deleted.
# A section that is removed from the file leaves that part of the workspace as it is; an empty one is written as [].
# Users are named by e-mail address, service accounts, groups and resources by name. A resource whose name several have
# also has its resource_id. The line ... at the end shows that nothing of the file is missing.
# The texts of administrator vaults are included and may contain secrets: keep the file where only admins can read it.
access_configuration: 1

# User groups and their members. Built-in groups are never deleted; Users and Service accounts fill themselves.
${body}
# Who can read or modify what. Rules only add access: everybody has all that any rule gives.
access_rules:
  - all: projects
    access: modify
    groups:
      - Users
  - project: vision/detector
    access: read
    users:
      - "0ada+x@example.com"
  - task: vision/train
    resource_id: t2
    access: read
    users:
      - "0ada+x@example.com"
      - bo@example.com
    service_accounts:
      - "Trainer: #1"
      - "true"
    groups:
      - Contractors

# What must stay so. A change that would break one of these is refused.
guards:
  - name: Detector stays closed
    group: Contractors
    cannot: modify
    project: vision/detector

# Configuration for the clients of the members of groups. A later vault replaces values of earlier ones.
administrator_vaults:
  - name: Common agents
    target: client
    enabled: true
    groups:
      - Users
    format: hocon
    text: |
      agent {
        worker = "a"
      }
...
`);
  });

  test("that lacks its end, or part of it, is refused wherever it was cut", () => {
    const whole = written(world);
    for (let length = 0; length < whole.length - "\n".length; length += 1) {
      const parsed = parseConfiguration(whole.slice(0, length));
      expect({ length, refused: "problems" in parsed }).toEqual({ length, refused: true });
    }
  });

  test("of which a section is left out leaves that section alone; an empty one is emptied", () => {
    const alone = planOf("access_configuration: 1\n...\n", world);
    expect(isEmptyPlan(alone)).toBe(true);
    const emptied = planOf("access_configuration: 1\naccess_rules: []\nguards: []\n...\n", world);
    expect(emptied.rules.removed.map(({ id }) => id)).toEqual(["r1", "r2", "r3"]);
    expect(emptied.guards.removed.map(({ id }) => id)).toEqual(["w1"]);
    expect(emptied.groups).toEqual({ added: [], changed: [], removed: [] });
  });
});

describe("a problem is told at its place", () => {
  const start = "access_configuration: 1\n";
  const place = (text: string, at: number) => {
    const lines = text.slice(0, at).split("\n");
    return `${lines.length}:${lines.at(-1)!.length + 1}`;
  };
  const table: [string, string, string][] = [
    ["another version", "access_configuration: 2\n...\n", "1:23"],
    ["no version", "groups: []\n...\n", "1:1"],
    ["a list without items", `${start}groups:\n...\n`, "2:1"],
    ["an unknown key", `${start}rules: []\n...\n`, "2:1"],
    ["a key twice", `${start}groups: []\ngroups: []\n...\n`, "3:1"],
    ["an anchor", `${start}groups: &a []\n...\n`, "2:9"],
    ["an alias", `${start}groups: *a\n...\n`, "2:9"],
    ["a tag", `${start}groups: !!seq []\n...\n`, "2:9"],
    ["a second document", `${start}groups: []\n...\ngroups: []\n...\n`, "4:1"],
    ["deep nesting", `${start}groups: ${"[".repeat(30_000)}`, "2:29"],
    ["a group twice", `${start}${body}  - name: contractors\n...\n`, "10:11"],
    ["a group that fills itself", `${start}${body}  - name: Users\n...\n`, "10:11"],
    ["an owner who is no admin", `${start}groups:\n  - name: Admins\n...\n`, "3:11"],
    ["no member", `${start}groups:\n  - name: Team\n    users: [x@example.com]\n...\n`, "4:13"],
    ["a short name", `${start}groups:\n  - name: T\n...\n`, "3:11"],
    ["a rule about nothing", `${start}access_rules:\n  - access: read\n    groups: [Users]\n...\n`, "3:5"],
    ["a rule for nobody", `${start}access_rules:\n  - all: tasks\n    access: read\n...\n`, "3:5"],
    [
      "an unknown permission",
      `${start}access_rules:\n  - all: tasks\n    access: write\n    groups: [Users]\n...\n`,
      "4:13",
    ],
    [
      "a resource that isn’t there",
      `${start}access_rules:\n  - project: nowhere\n    access: read\n    groups: [Users]\n...\n`,
      "3:14",
    ],
    [
      "a name that several have",
      `${start}access_rules:\n  - task: vision/train\n    access: read\n    groups: [Users]\n...\n`,
      "3:11",
    ],
    [
      "an ID of something else",
      `${start}access_rules:\n  - project: vision/detector\n    resource_id: p2\n    access: read\n    groups: [Users]\n...\n`,
      "4:18",
    ],
    [
      "a group that goes",
      `${start}groups:\n  - name: Admins\n    users: [olga@example.com]\naccess_rules:\n  - all: tasks\n    access: read\n    groups: [Contractors]\n...\n`,
      "8:14",
    ],
    [
      "a new vault without a text",
      `${start}administrator_vaults:\n  - name: New one\n    target: client\n    enabled: true\n...\n`,
      "3:11",
    ],
  ];
  test.each(table)("%s", (_, text, expected) => {
    const result = planned(text, world);
    expect("problems" in result && result.problems.map(({ at }) => place(text, at))).toEqual([expected]);
  });

  test("without a word of what the file says", () => {
    const secret = "AKIAsecret";
    const texts = [
      `${secret}: 1\n...\n`,
      `${start}groups: [${secret}]\n...\n`,
      `${start}administrator_vaults:\n  - name: "${secret}\n`,
    ];
    for (const text of texts) expect(JSON.stringify(planned(text, world))).not.toContain(secret);
  });
});

describe("a plan", () => {
  const edited = written(world)
    .replace("description: Other companies\n    users:", "users:\n      - bo@example.com")
    .replace("project: vision/detector\n    access: read", "project: vision/detector\n    access: modify")
    .replace("name: Detector stays closed", "name: Detector is closed")
    .replace('worker = "a"', 'worker = "SECRET"\n        # more')
    .replace("  - all: projects\n    access: modify\n    groups:\n      - Users\n", "");

  test("keeps as much of what is there as it can", () => {
    const { groups, rules, guards, vaults } = planOf(edited, world);
    expect(groups.changed.map(({ id }) => id)).toEqual(["g1"]);
    expect(rules.changed.map(({ before, after }) => [before.id, after.access])).toEqual([["r3", "modify"]]);
    expect(rules.removed.map(({ id }) => id)).toEqual(["r1"]);
    expect([guards.added.length, guards.removed.length]).toEqual([1, 1]);
    expect(vaults.changed.map(({ before }) => before.id)).toEqual(["v1"]);
  });

  test("says in words what changes, and nothing of what a vault contains", () => {
    const lines = run(planLines(planOf(edited, world), world));
    expect(lines).toEqual([
      {
        ...{ section: "groups", kind: "changed", title: "Contractors" },
        details: ["Description changed", "Members added: bo@example.com"],
      },
      {
        ...{ section: "access_rules", kind: "changed", title: "Project vision/detector" },
        details: ["Read only → Read & modify"],
      },
      {
        ...{ section: "access_rules", kind: "removed", title: "All projects" },
        details: ["Read & modify: Users"],
      },
      {
        ...{ section: "guards", kind: "added", title: "Detector is closed" },
        details: ["Contractors can’t modify the project vision/detector, or anything in it"],
      },
      {
        ...{ section: "guards", kind: "removed", title: "Detector stays closed" },
        details: ["Contractors can’t modify the project vision/detector, or anything in it"],
      },
      {
        ...{ section: "administrator_vaults", kind: "changed", title: "Common agents" },
        details: ["Text: 3 lines → 4 lines"],
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain("SECRET");
  });

  test("tells what a group takes with it from sections that the file leaves out", () => {
    const text = `access_configuration: 1\n${body.slice(0, body.indexOf("  - name: Contractors"))}...\n`;
    expect(run(planLines(planOf(text, world), world))).toEqual([
      {
        ...{ section: "groups", kind: "removed", title: "Contractors" },
        details: [
          "Members: 0ada+x@example.com",
          "1 access rule that names it, which no longer will",
          "1 guard about it, which is deleted",
        ],
      },
    ]);
  });

  test("puts vaults in the order of the file", () => {
    const [vault] = world.vaults;
    const two = { ...world, vaults: [vault!, { ...vault!, id: "v2", name: "Last" }] };
    const turned = written({ ...two, vaults: two.vaults.toReversed() });
    expect(planOf(turned, two).vaults).toMatchObject({ changed: [], order: ["v2", "v1"] });
  });
});

test("a plan of many rules comes in short steps, and so do its lines", () => {
  const [rule] = world.rules;
  const many = Array.from({ length: 2_000 }, (_, at) => ({ ...rule!, id: `many ${at}` }));
  const full = { ...world, rules: many };
  const stepsOf = (steps: Generator<number>) => [...steps].length;
  const empty = "access_configuration: 1\naccess_rules: []\n...\n";
  const parsed = parseConfiguration(empty);
  if ("problems" in parsed) throw new Error("The file is whole.");
  expect(stepsOf(planConfiguration(parsed.document, full))).toBeGreaterThanOrEqual(2_000 / itemsInStep);
  const plan = planOf(empty, full);
  expect(plan.rules.removed).toHaveLength(2_000);
  expect(stepsOf(planLines(plan, full))).toBeGreaterThanOrEqual(2_000 / itemsInStep);
});
