import fc from "fast-check";
import { expect, test } from "vitest";
import { type AccessEngine, load } from "./engine";
import { objectTypes } from "./object-types";
import { askChecks, askEverything, askFurther } from "./testing/ask-everything";
import {
  type Draw,
  drawFrom,
  drawGroup,
  drawnGroupIds,
  drawnObjectIds,
  drawnPrincipalIds,
  drawnRuleIds,
  drawPrincipal,
  drawRule,
  drawWorld,
  pick,
} from "./testing/draw-world";
import { InvalidWorld, type World } from "./types";

interface Edit {
  apply(engine: AccessEngine): unknown;
  readonly edited: World;
}

function without<Item extends { id: string }>(items: readonly Item[], id: string): Item[] {
  return items.filter((item) => item.id !== id);
}

/** One edit drawn at random, as a call on the engine and as the world that it should lead to. */
function drawEdit(world: World, draw: Draw): Edit {
  const [user, group, rule] = [
    pick(drawnPrincipalIds, draw),
    pick(drawnGroupIds, draw),
    pick(drawnRuleIds, draw),
  ];
  const object = pick(drawnObjectIds, draw);
  const parent = draw(5) === 0 ? null : pick(drawnObjectIds, draw);
  switch (draw(11)) {
    case 0: {
      const put = drawPrincipal(user, draw);
      const users = [...without(world.users, user), put];
      return { apply: (engine) => engine.putUser(put), edited: { ...world, users } };
    }
    case 1:
      return {
        apply: (engine) => engine.removeUser(user),
        edited: { ...world, users: without(world.users, user) },
      };
    case 2: {
      const put = drawGroup(group, draw);
      const groups = [...without(world.groups, group), put];
      return { apply: (engine) => engine.putGroup(put), edited: { ...world, groups } };
    }
    case 3:
      return {
        apply: (engine) => engine.removeGroup(group),
        edited: { ...world, groups: without(world.groups, group) },
      };
    case 4:
    case 5: {
      const known = world.groups.find(({ id }) => id === group);
      if (known === undefined) return { apply: (engine) => engine.removeMember(group, user), edited: world };
      const others = known.members.filter((id) => id !== user);
      const adds = draw(2) === 0;
      const members = adds ? [...others, user] : others;
      return {
        apply: (engine) => (adds ? engine.addMember(group, user) : engine.removeMember(group, user)),
        edited: { ...world, groups: [...without(world.groups, group), { id: group, members }] },
      };
    }
    case 6: {
      const put = drawRule(rule, world.resources, draw);
      const rules = [...without(world.rules, rule), put];
      return { apply: (engine) => engine.putRule(put), edited: { ...world, rules } };
    }
    case 7:
      return {
        apply: (engine) => engine.removeRule(rule),
        edited: { ...world, rules: without(world.rules, rule) },
      };
    case 8: {
      const put = { id: object, type: pick(objectTypes, draw), parent };
      const resources = [...without(world.resources, object), put];
      return { apply: (engine) => engine.putObject(put), edited: { ...world, resources } };
    }
    case 9: {
      const moved = world.resources.map((other) => (other.id === object ? { ...other, parent } : other));
      if (!world.resources.some(({ id }) => id === object)) return { apply: () => false, edited: world };
      return { apply: (engine) => engine.moveObject(object, parent), edited: { ...world, resources: moved } };
    }
    default:
      return {
        apply: (engine) => engine.removeObject(object),
        edited: { ...world, resources: without(world.resources, object) },
      };
  }
}

const numbers = fc.noBias(fc.array(fc.nat({ max: 9999 }), { minLength: 900, maxLength: 900 }));

function isInvalid(world: World): boolean {
  try {
    load(world);
    return false;
  } catch (error) {
    if (error instanceof InvalidWorld) return true;
    throw error;
  }
}

test("an edited engine answers as one loaded from the edited world", () => {
  const holds = fc.property(numbers, (list) => {
    const draw = drawFrom(list);
    let world = drawWorld(draw);
    const engine = load(world);
    for (let count = 0; count < 12; count += 1) {
      // What is kept of earlier answers must not outlive the edit.
      askChecks(engine);
      const { apply, edited } = drawEdit(world, draw);
      if (isInvalid(edited)) expect(() => apply(engine)).toThrow(InvalidWorld);
      else {
        apply(engine);
        world = edited;
      }
      const fresh = load(world);
      expect(askChecks(engine)).toEqual(askChecks(fresh));
      expect(askFurther(engine, list)).toEqual(askFurther(fresh, list));
    }
    expect(askEverything(engine)).toEqual(askEverything(load(world)));
  });
  fc.assert(holds, { numRuns: 30 });
}, 60_000);
