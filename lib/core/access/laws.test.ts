import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { load } from "./engine";
import { isGrantable, objectTypes } from "./object-types";
import { askChecks, askEverything, askFurther, everyCheck } from "./testing/ask-everything";
import { define } from "./testing/definition";
import {
  type Draw,
  drawFrom,
  drawGroup,
  drawnPrincipalIds,
  drawRule,
  drawWorld,
  pick,
} from "./testing/draw-world";
import type { Rule, World } from "./types";

const numbers = fc.noBias(fc.array(fc.nat({ max: 9999 }), { minLength: 900, maxLength: 900 }));

function lawOf(name: string, law: (world: World, draw: Draw, numbers: readonly number[]) => void): void {
  test(name, () => {
    const holds = fc.property(numbers, (list) => {
      const draw = drawFrom(list);
      law(drawWorld(draw), draw, list);
    });
    fc.assert(holds, { numRuns: 60 });
  }, 60_000);
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) deepFrozen(inner);
    Object.freeze(value);
  }
  return value;
}

describe("the engine and the definition", () => {
  lawOf("answer alike", (world, _, list) => {
    const engine = load(world);
    expect(askFurther(engine, list)).toEqual(askFurther(define(world), list));
    expect(askEverything(engine)).toEqual(askEverything(define(world)));
  });
});

describe("laws", () => {
  lawOf("a rule, a grantee or a member more takes nothing from anybody", (world, draw) => {
    const before = askChecks(load(world));
    const added = drawRule("added", world.resources, draw);
    const grantee = pick(drawnPrincipalIds, draw);
    const larger: World[] = [
      { ...world, rules: [...world.rules, added] },
      { ...world, rules: world.rules.map((rule) => ({ ...rule, users: [...rule.users, grantee] })) },
      { ...world, rules: world.rules.map((rule) => ({ ...rule, groups: [...rule.groups, "users"] })) },
      { ...world, groups: world.groups.map((group) => ({ ...group, members: [...group.members, grantee] })) },
    ];
    for (const edited of larger) {
      const after = new Set(askChecks(load(edited)));
      expect(before.filter((question) => !after.has(question))).toEqual([]);
    }
  });

  lawOf("modify gives read, read and manage give visible, and reading reaches down", (world) => {
    const engine = load(world);
    const parents = new Map(world.resources.map(({ id, parent }) => [id, parent]));
    const broken = everyCheck.filter(([who, action, object]) => {
      if (!engine.check(who, action, object)) {
        const parent = parents.get(object);
        return ["read", "modify"].includes(action) && parent && engine.check(who, action, parent);
      }
      if (action === "modify" || action === "manage") return !engine.check(who, "read", object);
      return !engine.check(who, "visible", object);
    });
    expect(broken).toEqual([]);
  });

  lawOf("lists, whos and explanations are what check says", (world) => {
    const engine = load(world);
    const types = new Map(world.resources.map(({ id, type }) => [id, type]));
    const broken = everyCheck.filter(([who, action, object]) => {
      const times = engine.check(who, action, object) ? 1 : 0;
      const listed = engine.list(who, action, types.get(object) ?? "task").filter((id) => id === object);
      const able = engine.who(action, object).filter((id) => id === who);
      const explained = engine.explain(who, action, object).length > 0;
      return listed.length !== times || able.length !== times || explained !== (times === 1);
    });
    expect(broken).toEqual([]);
  });

  lawOf("order does not matter, nor does a rule that is there twice", (world, draw) => {
    const shuffled = <Item>(items: readonly Item[]) =>
      items
        .map((item) => ({ item, place: draw(9999) }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item);
    const twice = world.rules.map((rule) => ({ ...rule, id: `again ${rule.id}` }));
    const mixed: World = {
      users: shuffled(world.users),
      groups: shuffled(world.groups).map((group) => ({ ...group, members: shuffled(group.members) })),
      resources: shuffled(world.resources),
      rules: shuffled([...world.rules, ...twice]),
    };
    expect(askEverything(load(mixed))).toEqual(askEverything(load(world)));
    const [engine, shuffledEngine] = [load(world), load({ ...mixed, rules: shuffled(world.rules) })];
    const explained = everyCheck.map((question) => shuffledEngine.explain(...question));
    expect(explained).toEqual(everyCheck.map((question) => engine.explain(...question)));
  });

  lawOf("a rule on a whole type is a rule on each object of the type", (world) => {
    const single = (rule: Rule): Rule[] =>
      rule.target !== null
        ? [rule]
        : world.resources
            .filter(({ type }) => type === rule.type)
            .map(({ id }) => ({ ...rule, id: `${rule.id} on ${id}`, target: id }));
    expect(askEverything(load({ ...world, rules: world.rules.flatMap(single) }))).toEqual(
      askEverything(load(world)),
    );
  });

  lawOf("a changed rule shows on its target, below it, and above it as visible only", (world, draw) => {
    const { id, type } = pick(world.resources, draw);
    if (!isGrantable(objectTypes.indexOf(type))) return;
    const rule: Rule = { ...drawRule("added", world.resources, draw), type, target: id };
    const [before, after] = [load(world), load({ ...world, rules: [...world.rules, rule] })];
    const chain = (object: string): string[] => {
      const found = world.resources.find((other) => other.id === object);
      return found === undefined ? [] : [object, ...(found.parent === null ? [] : chain(found.parent))];
    };
    for (const [who, action, object] of everyCheck) {
      if (before.check(who, action, object) === after.check(who, action, object)) continue;
      const isAbove = action === "visible" && chain(id).includes(object);
      expect(isAbove || chain(object).includes(id)).toBe(true);
    }
  });

  lawOf("what a service account may do for another does not depend on its own rights", (world, draw) => {
    const owner = pick(drawnPrincipalIds, draw);
    const bare: World = {
      ...world,
      groups: world.groups.map((group) => ({
        ...group,
        members: group.members.filter((id) => id !== "bot"),
      })),
      rules: world.rules.map((rule) => ({ ...rule, users: rule.users.filter((id) => id !== "bot") })),
    };
    if (owner === "bot") return;
    const [engine, without] = [load(world), load(bare)];
    const broken = everyCheck.filter(
      ([, action, object]) =>
        engine.check("bot", action, object, owner) !== without.check("bot", action, object, owner),
    );
    expect(broken).toEqual([]);
  });

  lawOf("answering changes nothing that was handed in", (world, draw, list) => {
    const copy = structuredClone(world);
    const engine = load(deepFrozen(world));
    askEverything(engine);
    askFurther(engine, list);
    engine.putRule(deepFrozen(drawRule("r0", world.resources, draw)));
    engine.putGroup(deepFrozen(drawGroup("team", draw)));
    expect(world).toEqual(copy);
  });
});
