import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AccessDifference, type DiffOptions, diffInSteps, type Tally } from "./diff";
import { AccessEngine, load } from "./engine";
import { objectTypes } from "./object-types";
import { define } from "./testing/definition";
import {
  drawFrom,
  drawGroup,
  drawnPrincipalIds,
  drawPrincipal,
  drawRule,
  drawWorld,
} from "./testing/draw-world";
import { finish } from "./testing/finish";
import { everyAction, type World } from "./types";

/** Between an engine, or a world, and another world over the same objects. */
function diff(before: AccessEngine | World, after: World, options?: DiffOptions): AccessDifference[] {
  const old = before instanceof AccessEngine ? before : load(before);
  const { people, rules } = load(after);
  return finish(diffInSteps(old, new AccessEngine(people, rules, old.forest), options));
}

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
      const after: World = {
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
      expect(sortedSamples(diff(before, after, { samples: 99 }))).toEqual(expectedDiff(before, after));
      expect(sortedSamples(diff(after, before, { samples: 99 }))).toEqual(expectedDiff(after, before));
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
    const [change] = diff(before, after, { samples: 2 });
    expect(change?.gains.map(({ type, count, samples }) => [type, count, samples])).toEqual([
      ["dataset", 1, ["d"]],
      ["dataset_version", 3, ["v1", "v2"]],
      ["dataset", 1, ["d"]],
      ["dataset_version", 3, ["v1", "v2"]],
    ]);
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
    expect(diff(edited, { ...world, rules: [] })[0]?.loses.map(({ count }) => count)).toEqual([4, 4]);
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
    expect(diff(world, { ...world, rules: [...world.rules, { ...world.rules[0]!, id: "again" }] })).toEqual(
      [],
    );
  });
});
