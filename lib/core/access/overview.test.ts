import { describe, expect, test } from "vitest";
import { load } from "./engine";
import { reasonText } from "./explain";
import { objectTypes } from "./object-types";
import type { ListScope } from "./scope";
import { define } from "./testing/definition";
import { drawFrom, drawnGroupIds, drawnPrincipalIds, drawWorld } from "./testing/draw-world";
import { everyAction, type World } from "./types";
import { accessLevels } from "./who-can";

/** What a query with the scope would find. */
function found(world: World, type: string, scope: ListScope): string[] {
  return world.resources
    .filter((object) => object.type === type)
    .filter(
      ({ id, parent }) =>
        scope.whole || scope.ids.includes(id) || (parent !== null && scope.parentIds.includes(parent)),
    )
    .map(({ id }) => id);
}

/** Whether there is somebody whose rules count where the bot acts for the owner. */
function isAnybody(world: World, owner: string): boolean {
  const bot = world.users.find(({ id }) => id === "bot");
  const lends = bot?.active && bot.canImpersonate;
  return owner === "bot"
    ? (bot?.active ?? false)
    : Boolean(lends && world.users.some(({ id, active }) => id === owner && active));
}

/** 200 worlds that are the same in each run. */
const worlds = Array.from({ length: 200 }, (_, seed) => {
  let state = seed + 1;
  const numbers = Array.from({ length: 900 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state % 10_000;
  });
  return drawWorld(drawFrom(numbers));
});

describe("on 200 drawn worlds", () => {
  test("a principal has in each list and count what the definition gives it", () => {
    for (const world of worlds) {
      const [engine, definition] = [load(world), define(world)];
      for (const principal of drawnPrincipalIds) {
        const overview = engine.overview(principal);
        expect(overview !== undefined).toBe(world.users.some(({ id }) => id === principal));
        for (const action of overview ? everyAction : []) {
          for (const type of objectTypes) {
            const expected = definition.list(principal, action, type).sort();
            expect(found(world, type, overview!.scope(action, type)).sort()).toEqual(expected);
            expect(overview!.count(action, type)).toBe(expected.length);
          }
        }
      }
    }
  });

  test("a service account has on behalf of another what the definition gives it", () => {
    for (const world of worlds.slice(0, 60)) {
      const [engine, definition] = [load(world), define(world)];
      for (const owner of drawnPrincipalIds) {
        const overview = engine.overview("bot", owner);
        expect(overview !== undefined).toBe(world.users.some(({ id }) => id === "bot"));
        for (const action of overview ? everyAction : []) {
          for (const { id, type } of world.resources) {
            if (type === "dataset_version") continue;
            const allowed = definition.check("bot", action, id, owner);
            expect(overview!.reasons(action, id).length > 0).toBe(allowed);
            const suggestions = engine.suggest("bot", action, id, owner);
            expect(suggestions.some(({ kind }) => kind === "rule")).toBe(
              !allowed &&
                (action === "visible" || action === "read" || action === "modify") &&
                isAnybody(world, owner),
            );
          }
        }
      }
    }
  });

  test("a group gives what a member of it alone would have", () => {
    for (const world of worlds) {
      const engine = load(world);
      for (const group of drawnGroupIds) {
        const overview = engine.overview(group);
        const member = { id: "member of one", kind: "user", active: true, canImpersonate: false } as const;
        const groups = world.groups.map((each) =>
          each.id === group ? { ...each, members: [...each.members, member.id] } : each,
        );
        const definition = define({ ...world, users: [...world.users, member], groups });
        const isGroup = group === "users" || world.groups.some(({ id }) => id === group);
        expect(overview !== undefined).toBe(isGroup);
        for (const action of overview ? everyAction : []) {
          for (const type of objectTypes) {
            const expected = definition.list(member.id, action, type).sort();
            expect(found(world, type, overview!.scope(action, type)).sort()).toEqual(expected);
            for (const id of expected) {
              if (action === "visible") continue;
              const reasons = definition.explain(member.id, action, id);
              expect(overview!.reasons(action, id)).toHaveLength(reasons.length);
            }
          }
        }
      }
    }
  });

  test("everybody has with each object the most that the definition gives, for a reason it gives too", () => {
    for (const world of worlds) {
      const [engine, definition] = [load(world), define(world)];
      for (const { id } of world.resources) {
        const grants = engine.grants(id);
        for (const principal of drawnPrincipalIds) {
          const level = accessLevels.find((each) => definition.check(principal, each, id));
          const grant = grants.get(principal);
          expect(grant?.level).toBe(level);
          if (!grant || grant.level === "visible") continue;
          const reasons = definition.explain(principal, grant.level, id);
          expect(reasons).toContain(reasonText(grant.reason));
          expect(grant.more).toBe(reasons.length - 1);
        }
      }
    }
  });
});
