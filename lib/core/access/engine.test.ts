import { describe, expect, test } from "vitest";
import { type AccessEngine, load } from "./engine";
import { InvalidWorld, type Resource, type Rule, type World } from "./types";

const ann = { id: "ann", kind: "user", active: true, canImpersonate: false } as const;
const base: World = { users: [ann], groups: [], resources: [], rules: [] };

function project(id: string, parent: string | null = null): Resource {
  return { id, type: "project", parent };
}

function task(id: string, parent: string | null = null): Resource {
  return { id, type: "task", parent };
}

function rule(id: string, given: Partial<Rule> = {}): Rule {
  return { id, type: "project", target: null, access: "read", users: ["ann"], groups: [], ...given };
}

/** Projects c0, c1 … each in the one before. */
function deepChain(depth: number): Resource[] {
  return Array.from({ length: depth }, (_, level) =>
    project(`c${level}`, level === 0 ? null : `c${level - 1}`),
  );
}

describe("load refuses", () => {
  const refusals: [string, Partial<World>, string][] = [
    ["two users with one id", { users: [ann, ann] }, 'Two users have the id "ann".'],
    ["a user without an id", { users: [{ ...ann, id: "" }] }, "A user has an empty id."],
    [
      "two groups with one id",
      { groups: [1, 2].map(() => ({ id: "g", members: [] })) },
      'Two groups have the id "g".',
    ],
    ["a group without an id", { groups: [{ id: "", members: [] }] }, "A group has an empty id."],
    ["two objects with one id", { resources: [project("a"), task("a")] }, 'Two objects have the id "a".'],
    ["an object without an id", { resources: [project("")] }, "An object has an empty id."],
    [
      "an unknown type",
      { resources: [{ id: "a", type: "frame" as "task", parent: null }] },
      '"a" has the unknown type "frame".',
    ],
    [
      "a type by the name of a property",
      { resources: [{ id: "a", type: "constructor" as "task", parent: null }] },
      '"a" has the unknown type "constructor".',
    ],
    [
      "a parent that cannot hold the child",
      { resources: [task("in", "out"), task("out")] },
      '"out" is a task and cannot hold a task.',
    ],
    [
      "a queue in a project",
      { resources: [project("p"), { id: "q", type: "queue", parent: "p" }] },
      '"p" is a project and cannot hold a queue.',
    ],
    [
      "a project in a dataset",
      { resources: [project("p", "d"), { id: "d", type: "dataset", parent: null }] },
      '"d" is a dataset and cannot hold a project.',
    ],
    [
      "a version without a dataset",
      { resources: [{ id: "v", type: "dataset_version", parent: null }] },
      'The dataset version "v" has no dataset.',
    ],
    ["a project in itself", { resources: [project("a", "a")] }, "Some projects contain themselves."],
    [
      "projects in a circle",
      { resources: [project("top"), project("a", "c"), project("b", "a"), project("c", "b")] },
      "Some projects contain themselves.",
    ],
    ["two rules with one id", { rules: [rule("r"), rule("r")] }, 'Two rules have the id "r".'],
    ["a rule without an id", { rules: [rule("")] }, "A rule has an empty id."],
    [
      "an unknown access",
      { rules: [rule("r", { access: "own" as "read" })] },
      'The rule "r" grants the unknown access "own".',
    ],
    [
      "a rule about versions",
      { rules: [rule("r", { type: "dataset_version" })] },
      'The rule "r" has the type "dataset_version", which access rules do not support.',
    ],
    [
      "a rule about an unknown type",
      { rules: [rule("r", { type: "frame" as "task" })] },
      'The rule "r" has the type "frame", which access rules do not support.',
    ],
  ];

  test.each(refusals)("%s", (_, part, message) => {
    const attempt = () => load({ ...base, ...part });
    expect(attempt).toThrow(InvalidWorld);
    expect(attempt).toThrow(message);
  });

  test("no parent that does not exist", () => {
    const resources: Resource[] = [
      project("p", "gone"),
      { id: "v", type: "dataset_version", parent: "gone" },
      { id: "q", type: "queue", parent: "gone" },
    ];
    expect(load({ ...base, resources }).list("ann", "read", "project")).toEqual([]);
  });
});

describe("an edit that contradicts the world is refused and changes nothing", () => {
  const world: World = {
    ...base,
    groups: [{ id: "team", members: ["ann"] }],
    resources: [
      ...deepChain(4),
      task("t", "c3"),
      { id: "d", type: "dataset", parent: "c1" },
      { id: "v", type: "dataset_version", parent: "d" },
      task("waits", "missing"),
      project("loops", "later"),
    ],
    rules: [rule("r", { target: "c1", groups: ["team"], users: [] })],
  };
  const readable = (engine: AccessEngine) =>
    ["project", "task", "dataset", "dataset_version"].map((type) => engine.list("ann", "read", type).sort());
  const edits: [string, (engine: AccessEngine) => void, string][] = [
    ["a project into itself", (engine) => engine.moveObject("c1", "c1"), '"c1" cannot be its own parent.'],
    ["a project into its child", (engine) => engine.moveObject("c1", "c3"), '"c1" would contain itself.'],
    [
      "a parent below what waits for it",
      (engine) => engine.putObject(project("later", "loops")),
      "contain itself",
    ],
    [
      "a parent that cannot hold what waits for it",
      (engine) => engine.putObject({ id: "missing", type: "dataset", parent: null }),
      '"missing" is a dataset and cannot hold a task.',
    ],
    [
      "a type that cannot hold the contents",
      (engine) => engine.putObject({ id: "d", type: "model", parent: "c1" }),
      '"d" is a model and cannot hold a dataset_version.',
    ],
    ["a version out of its dataset", (engine) => engine.moveObject("v", null), "has no dataset"],
    [
      "a task into a task",
      (engine) => engine.putObject(task("new", "t")),
      '"t" is a task and cannot hold a task.',
    ],
    [
      "an object that is not there",
      (engine) => engine.moveObject("nothing", null),
      'There is no object "nothing".',
    ],
    ["a member of no group", (engine) => engine.addMember("crew", "ann"), 'There is no group "crew".'],
    ["a rule with another access", (engine) => engine.putRule(rule("r", { access: "own" as "read" })), "own"],
    ["a user without an id", (engine) => engine.putUser({ ...ann, id: "" }), "A user has an empty id."],
    [
      "a group without an id",
      (engine) => engine.putGroup({ id: "", members: [] }),
      "A group has an empty id.",
    ],
  ];

  test.each(edits)("%s", (_, edit, message) => {
    const engine = load(world);
    const before = readable(engine);
    expect(() => edit(engine)).toThrow(InvalidWorld);
    expect(() => edit(engine)).toThrow(message);
    expect(readable(engine)).toEqual(before);
    expect(readable(engine)).toEqual([["c1", "c2", "c3"], ["t"], ["d"], ["v"]]);
  });
});

test("nobody to act for is the same whether left out or null", () => {
  const engine = load({ ...base, resources: [task("t")], rules: [rule("r", { type: "task" })] });
  expect(engine.check("ann", "read", "t", null)).toBe(true);
  expect(engine.explain("ann", "read", "t", null)).toEqual(["rule:r@t"]);
  expect(engine.check("ann", "read", "t", "")).toBe(false);
});

describe("an edit shows in the next answer", () => {
  const bot = { id: "bot", kind: "service", active: true, canImpersonate: true } as const;
  const world: World = {
    users: [ann, bot],
    groups: [{ id: "team", members: ["ann"] }],
    resources: [project("p"), project("q"), task("t", "p")],
    rules: [rule("r", { target: "p", users: [], groups: ["team"] })],
  };
  const edits: [string, (engine: AccessEngine) => void, boolean][] = [
    ["nothing", () => {}, true],
    ["a member less", (engine) => engine.removeMember("team", "ann"), false],
    ["a group less", (engine) => engine.removeGroup("team"), false],
    ["a group of others", (engine) => engine.putGroup({ id: "team", members: ["bot"] }), false],
    ["a user turned off", (engine) => engine.putUser({ ...ann, active: false }), false],
    ["a user less", (engine) => engine.removeUser("ann"), false],
    ["a rule less", (engine) => engine.removeRule("r"), false],
    [
      "a rule about another project",
      (engine) => engine.putRule(rule("r", { target: "q", users: [] })),
      false,
    ],
    ["a rule for everyone", (engine) => engine.putRule(rule("r", { users: [], groups: ["users"] })), true],
    ["a task moved away", (engine) => engine.moveObject("t", "q"), false],
    ["a task put away", (engine) => engine.putObject(task("t")), false],
    ["a task less", (engine) => engine.removeObject("t"), false],
    ["a project less", (engine) => engine.removeObject("p"), false],
    ["a project below another", (engine) => engine.moveObject("p", "q"), true],
  ];

  test.each(edits)("%s", (_, edit, expected) => {
    const engine = load(world);
    const asked = () => [engine.check("ann", "read", "t"), engine.check("bot", "read", "t", "ann")];
    expect(asked()).toEqual([true, true]);
    edit(engine);
    expect(asked()).toEqual([expected, expected]);
  });

  test("a member more", () => {
    const engine = load({ ...world, groups: [{ id: "team", members: [] }] });
    expect(engine.check("ann", "read", "t")).toBe(false);
    engine.addMember("team", "ann");
    expect(engine.check("ann", "read", "t")).toBe(true);
  });
});

describe("edits tell whether there was something", () => {
  test("to remove", () => {
    const engine = load({
      ...base,
      groups: [{ id: "team", members: ["ann"] }],
      resources: [task("t")],
      rules: [rule("r")],
    });
    expect([engine.removeMember("team", "bo"), engine.removeMember("crew", "ann")]).toEqual([false, false]);
    expect([engine.removeMember("team", "ann"), engine.removeMember("team", "ann")]).toEqual([true, false]);
    expect([engine.removeGroup("team"), engine.removeGroup("team")]).toEqual([true, false]);
    expect([engine.removeRule("r"), engine.removeRule("r")]).toEqual([true, false]);
    expect([engine.removeObject("t"), engine.removeObject("t")]).toEqual([true, false]);
    expect([engine.removeUser("ann"), engine.removeUser("ann")]).toEqual([true, false]);
  });
});

describe("size", { timeout: 60_000 }, () => {
  test("64 projects deep, a rule reaches down and names show up", () => {
    const resources = [...deepChain(64), task("t", "c63")];
    const down = load({ ...base, resources, rules: [rule("r", { target: "c0" })] });
    expect(down.explain("ann", "read", "t")).toEqual(["rule:r@c0"]);
    const up = load({ ...base, resources, rules: [rule("r", { type: "task", target: "t" })] });
    expect(up.list("ann", "visible", "project")).toHaveLength(64);
    expect(up.list("ann", "read", "project")).toEqual([]);
    expect(up.explain("ann", "visible", "c0")).toEqual(["rule:r@t"]);
  });

  test("100,000 projects deep", () => {
    const resources = [...deepChain(100_000), task("t", "c99999")];
    const engine = load({ ...base, resources, rules: [rule("r", { target: "c50000", access: "modify" })] });
    expect(engine.check("ann", "modify", "t")).toBe(true);
    expect(engine.check("ann", "visible", "c10")).toBe(true);
    expect(engine.check("ann", "read", "c49999")).toBe(false);
    expect(engine.list("ann", "visible", "project")).toHaveLength(100_000);
    expect(engine.who("read", "t")).toEqual(["ann"]);
    expect(engine.explain("ann", "read", "t")).toEqual(["rule:r@c50000"]);
    expect(engine.move("ann", "c60000", "c99999")).toBe(false);
    engine.removeObject("c70000");
    expect(engine.check("ann", "read", "t")).toBe(false);
    expect(() => engine.moveObject("c70001", "c99999")).toThrow(InvalidWorld);
  });

  test("200,000 projects side by side, and as many objects outside them", () => {
    const ids = Array.from({ length: 200_000 }, (_, index) => index);
    const resources = [...ids.map((id) => project(`p${id}`)), ...ids.map((id) => task(`t${id}`))];
    const engine = load({ ...base, resources, rules: [rule("r"), rule("s", { type: "task" })] });
    expect(engine.list("ann", "visible", "project")).toHaveLength(200_000);
    expect(engine.list("ann", "read", "task")).toHaveLength(200_000);
  });

  test("objects put one by one into an empty world", () => {
    const engine = load({ ...base, rules: [rule("r", { target: "c0" })] });
    for (const object of deepChain(500)) {
      engine.putObject(object);
      engine.putObject(task(`in ${object.id}`, object.id));
      expect(engine.check("ann", "read", `in ${object.id}`)).toBe(true);
    }
    expect(engine.list("ann", "read", "task")).toHaveLength(500);
  });

  test("rows of every length fit next to each other", () => {
    const users = Array.from({ length: 300 }, (_, index) => ({ ...ann, id: `u${index}` }));
    const resources = users.map((_, index) => task(`t${index}`));
    const rules = users.map(({ id }, index) =>
      rule(`to ${id}`, {
        type: "task",
        target: `t${index}`,
        users: users.slice(index).map((user) => user.id),
        access: index % 2 === 0 ? "modify" : "read",
      }),
    );
    const engine = load({ ...base, users, resources, rules });
    const right = (id: string, index: number) =>
      engine.check(id, "read", `t${index}`) &&
      engine.check(id, "modify", `t${index}`) === (index % 2 === 0) &&
      !engine.check(id, "read", `t${index + 1}`);
    for (let round = 0; round < 2; round += 1) {
      expect(users.filter(({ id }, index) => !right(id, index))).toEqual([]);
    }
  });

  test("more than is kept at once: what was dropped is compiled again", () => {
    const count = 1500;
    const users = Array.from({ length: count }, (_, index) => ({ ...ann, id: `u${index}` }));
    const resources = Array.from({ length: count }, (_, index) => project(`p${index}`));
    const rules = resources
      .filter((_, index) => index % 2 === 0)
      .map(({ id }) => rule(`on ${id}`, { target: id, users: [], groups: ["users"] }));
    const engine = load({ ...base, users, resources, rules });
    for (let round = 0; round < 2; round += 1) {
      for (const { id } of users) {
        expect(engine.check(id, "read", "p0") && !engine.check(id, "read", "p1")).toBe(true);
      }
    }
  });
});
