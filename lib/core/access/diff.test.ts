import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AccessDifference, diff, type Tally } from "./diff";
import { load } from "./engine";
import { objectTypes } from "./object-types";
import { define } from "./testing/definition";
import {
  drawFrom,
  drawGroup,
  drawnPrincipalIds,
  drawPrincipal,
  drawResource,
  drawRule,
  drawWorld,
} from "./testing/draw-world";
import { everyAction, type World } from "./types";

/** The same by asking the definition for every list. */
function expectedDiff(before: World, after: World): AccessDifference[] {
  const [old, next] = [define(before), define(after)];
  const tally = (one: typeof old, other: typeof old, principal: string): Tally[] =>
    everyAction.flatMap((action) =>
      objectTypes.flatMap((type) => {
        const had = other.list(principal, action, type);
        const samples = one.list(principal, action, type).filter((id) => !had.includes(id));
        return samples.length > 0 ? [{ action, type, count: samples.length, samples: samples.sort() }] : [];
      }),
    );
  return drawnPrincipalIds
    .toSorted()
    .map((principal) => ({
      principal,
      gains: tally(next, old, principal),
      loses: tally(old, next, principal),
    }))
    .filter(({ gains, loses }) => gains.length + loses.length > 0);
}

function sortedSamples(changes: readonly AccessDifference[]): AccessDifference[] {
  const sorted = (tallies: readonly Tally[]) =>
    tallies.map((tally) => ({ ...tally, samples: tally.samples.toSorted() }));
  return changes.map(({ principal, gains, loses }) => ({
    principal,
    gains: sorted(gains),
    loses: sorted(loses),
  }));
}

const numbers = fc.noBias(fc.array(fc.nat({ max: 9999 }), { minLength: 900, maxLength: 900 }));

describe("diff", () => {
  test("is what the definition says of all lists, before and after", () => {
    const holds = fc.property(numbers, (list) => {
      const draw = drawFrom(list);
      const before = drawWorld(draw);
      const others = <Item extends { id: string }>(items: readonly Item[], id: string) =>
        items.filter((item) => item.id !== id);
      const sameObjects: World = {
        users: [...others(before.users, "ada"), drawPrincipal("ada", draw)],
        groups: [
          ...others(others(before.groups, "team"), "admins"),
          drawGroup("team", draw),
          drawGroup("admins", draw),
        ],
        resources: before.resources.toReversed(),
        rules: [
          ...others(others(before.rules, "r0"), "r1"),
          drawRule("r0", before.resources, draw),
          drawRule("new", before.resources, draw),
        ],
      };
      const left = others(before.resources, "p1");
      const put = drawResource("p1", left, draw);
      const otherObjects: World = { ...sameObjects, resources: put === undefined ? left : [...left, put] };
      const onlyObjects: World = { ...before, resources: otherObjects.resources };
      for (const after of [sameObjects, otherObjects, onlyObjects]) {
        expect(sortedSamples(diff(before, after, { samples: 99 }))).toEqual(expectedDiff(before, after));
        expect(sortedSamples(diff(load(after), load(before), { samples: 99 }))).toEqual(
          expectedDiff(after, before),
        );
      }
    });
    fc.assert(holds, { numRuns: 40 });
  }, 60_000);

  const tasks = ["t1", "t2", "t3", "t4", "t5"].map((id) => ({ id, type: "task", parent: null }) as const);
  const world: World = {
    users: [{ id: "ann", kind: "user", active: true, canImpersonate: false }],
    groups: [],
    resources: [...tasks, { id: "d", type: "dataset", parent: null }],
    rules: [{ id: "r", type: "task", target: null, access: "read", users: ["ann"], groups: [] }],
  };

  test("counts everything and names a few", () => {
    const loses: Tally[] = ["visible", "read"].map((action) => ({
      action: action as "visible" | "read",
      type: "task",
      count: 5,
      samples: ["t1", "t2", "t3"],
    }));
    expect(diff(world, { ...world, rules: [] })).toEqual([{ principal: "ann", gains: [], loses }]);
  });

  test("names as many as asked for", () => {
    const versions = ["v1", "v2", "v3"].map((id) => ({ id, type: "dataset_version", parent: "d" }) as const);
    const before: World = { ...world, resources: [...world.resources, ...versions] };
    const after: World = {
      ...before,
      rules: [{ id: "r", type: "dataset", target: "d", access: "read", users: ["ann"], groups: [] }],
    };
    for (const resources of [before.resources, before.resources.slice(1)]) {
      const [change] = diff({ ...before, resources }, after, { samples: 2 });
      expect(change?.gains.map(({ type, count, samples }) => [type, count, samples])).toEqual([
        ["dataset", 1, ["d"]],
        ["dataset_version", 3, ["v1", "v2"]],
        ["dataset", 1, ["d"]],
        ["dataset_version", 3, ["v1", "v2"]],
      ]);
    }
    expect(diff(before, after, { samples: 0 })[0]?.gains.map(({ samples }) => samples)).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  test("stops naming projects that are visible", () => {
    const parents = ["p1", "p2", "p3"].map((id) => ({ id, type: "project", parent: null }) as const);
    const inside = parents.map(({ id }) => ({ id: `in ${id}`, type: "task", parent: id }) as const);
    const before: World = { ...world, resources: [...parents, ...inside], rules: [] };
    const [change] = diff(before, { ...before, rules: world.rules }, { samples: 1 });
    expect(change?.gains.map(({ type, count, samples }) => [type, count, samples.length])).toEqual([
      ["project", 3, 1],
      ["task", 3, 1],
      ["task", 3, 1],
    ]);
  });

  test("does not count again what was reached by itself", () => {
    const before: World = {
      ...world,
      rules: ["t2", "t4"].map((target) => ({ ...world.rules[0]!, id: target, target })),
    };
    expect(diff(before, world)[0]?.gains.map(({ count, samples }) => [count, samples])).toEqual([
      [3, ["t1", "t3", "t5"]],
      [3, ["t1", "t3", "t5"]],
    ]);
  });

  test("counts objects as they are after edits", () => {
    const edited = load(world);
    edited.removeObject("t1");
    edited.removeObject("t2");
    edited.putObject({ id: "t6", type: "task", parent: null });
    const open = load({
      ...world,
      resources: [...tasks.slice(2), { id: "d", type: "dataset", parent: null }],
    });
    open.putObject({ id: "t6", type: "task", parent: null });
    open.removeRule("r");
    expect(diff(edited, open)[0]?.loses.map(({ count }) => count)).toEqual([4, 4]);
  });

  test("follows what was only moved, and the way that shows to it", () => {
    const objects = (parent: string): World["resources"] => [
      { id: "from", type: "project", parent: null },
      { id: "over", type: "project", parent: null },
      { id: "to", type: "project", parent: "over" },
      { id: "moved", type: "project", parent },
      { id: "t", type: "task", parent: "moved" },
      { id: "own", type: "task", parent: "moved" },
    ];
    const rules: World["rules"] = [
      { ...world.rules[0]!, id: "r1", type: "project", target: "from" },
      { ...world.rules[0]!, id: "r2", target: "own" },
    ];
    const [change, ...others] = diff(
      { ...world, resources: objects("from"), rules },
      { ...world, resources: objects("to"), rules },
    );
    expect(others).toEqual([]);
    expect(change?.gains).toEqual([
      { action: "visible", type: "project", count: 2, samples: ["to", "over"] },
    ]);
    expect(change?.loses).toEqual([
      { action: "visible", type: "task", count: 1, samples: ["t"] },
      { action: "read", type: "project", count: 1, samples: ["moved"] },
      { action: "read", type: "task", count: 1, samples: ["t"] },
    ]);
  });

  test("gives to who comes what who goes loses", () => {
    const empty: World = { ...world, users: [] };
    const [comes, goes] = [diff(empty, world), diff(world, empty)];
    expect(comes.map(({ principal, gains }) => [principal, gains.map(({ count }) => count)])).toEqual([
      ["ann", [5, 5]],
    ]);
    expect(goes[0]?.loses).toEqual(comes[0]?.gains);
  });

  test("leaves out principals that keep all access", () => {
    expect(diff(world, structuredClone(world))).toEqual([]);
    expect(
      diff(load(world), { ...world, rules: [...world.rules, { ...world.rules[0]!, id: "again" }] }),
    ).toEqual([]);
  });
});
