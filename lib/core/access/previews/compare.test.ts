import fc from "fast-check";
import { expect, test } from "vitest";
import { withServiceAccounts } from "../change";
import { type AccessDifference, readAndModify } from "../diff";
import { type AccessEngine, load } from "../engine";
import { type Guard, isKept } from "../guards/guard";
import type { Move } from "../move";
import { mayHold, objectTypes } from "../object-types";
import { type RuleType, rulePermissions } from "../rules/rule-names";
import { askEverything } from "../testing/ask-everything";
import { define } from "../testing/definition";
import { definitionDiff } from "../testing/definition-diff";
import { changed, drawChange } from "../testing/draw-change";
import {
  type Draw,
  drawFrom,
  drawnGroupIds,
  drawnObjectIds,
  drawnPrincipalIds,
  drawWorld,
  pick,
} from "../testing/draw-world";
import { finish } from "../testing/finish";
import { InvalidWorld, type World } from "../types";
import type { RulePlace } from "./because";
import { compareInSteps } from "./compare";
import { isGain } from "./crossings";
import type { PreviewRow } from "./rows";

const numbers = fc.noBias(fc.array(fc.nat({ max: 9999 }), { minLength: 900, maxLength: 900 }));

const comparedActions = [...rulePermissions, readAndModify] as const;

function rowsOf(differences: readonly AccessDifference[]): string[] {
  return differences.flatMap(({ principal, gains, loses }) => [
    ...gains.map(({ action, type, count }) => `${principal} gains ${action} ${type} ${count}`),
    ...loses.map(({ action, type, count }) => `${principal} loses ${action} ${type} ${count}`),
  ]);
}

/** What the rows say of each person, as 'ada nothing modify task 2'. */
function crossingsIn(rows: readonly PreviewRow[]): string[] {
  return rows
    .flatMap(({ people }) =>
      people.flatMap(({ id, crossings }) =>
        crossings.flatMap(({ from, to, objects }) =>
          objects.map(({ type, count }) => `${id} ${from} ${to} ${type} ${count}`),
        ),
      ),
    )
    .sort();
}

/** The same by asking the definition for the level of everybody on every object. */
function definedCrossings(before: World, after: World): string[] {
  const [old, next] = [before, after].map(levelsIn);
  const counts = new Map<string, number>();
  for (const id of drawnPrincipalIds) {
    for (const { id: object, type } of after.resources) {
      const [from, to] = [old, next].map((levels) => levels?.get(`${id} ${object}`) ?? "nothing");
      if (from !== to)
        counts.set(`${id} ${from} ${to} ${type}`, (counts.get(`${id} ${from} ${to} ${type}`) ?? 0) + 1);
    }
  }
  return [...counts].map(([what, count]) => `${what} ${count}`).sort();
}

function levelsIn(world: World): Map<string, string> {
  const definition = define(world);
  const levels = new Map<string, string>();
  for (const access of rulePermissions) {
    for (const id of drawnPrincipalIds) {
      for (const type of objectTypes) {
        for (const object of definition.list(id, access, type)) levels.set(`${id} ${object}`, access);
      }
    }
  }
  return levels;
}

function hasAll(engine: AccessEngine, id: string, type: RuleType): boolean {
  return engine.overview(id)?.scope("read", type).whole ?? false;
}

/** Rows whose reason isn't so. */
function contradictions(rows: readonly PreviewRow[], before: World, after: World): PreviewRow[] {
  const [old, next] = [load(before), load(after)];
  return rows.filter(({ people: all, group, crossings, because }) => {
    const people = all.map(({ id }) => id);
    const isLost = !crossings.some(isGain);
    const remains = crossings.some(({ to }) => to === "read");
    const side = isLost ? old : next;
    const inGroup = (key: string) => people.every((id) => side.people.groupsOf(id, false).includes(key));
    const reads = (place: RulePlace) =>
      people.every((id) =>
        "at" in place ? next.check(id, "read", place.at) : hasAll(next, id, place.allOf),
      );
    if (group !== null && (people.length < 2 || !inGroup(group))) return true;
    switch (because.kind) {
      case "nothing_left":
        return !isLost || remains;
      case "still":
        return !isLost || !remains || !reads(because.on);
      case "rule":
        return isLost || !reads(because.on);
      case "this_rule":
        return isLost || (because.group !== null && !inGroup(because.group));
      default:
        return false;
    }
  });
}

function drawGuards(draw: Draw): Guard[] {
  return Array.from({ length: 6 }, () => ({
    principal:
      draw(2) === 0
        ? { kind: "user", id: pick(drawnPrincipalIds, draw) }
        : { kind: "group", id: pick(drawnGroupIds, draw) },
    allows: draw(2) === 0,
    access: pick(rulePermissions, draw),
    targetId: pick(drawnObjectIds, draw),
  }));
}

function brokenBy(guards: readonly Guard[], before: World, after: World): Guard[] {
  const [old, next] = [load(before), load(after)];
  return guards.filter((guard) => isKept(guard, old) && !isKept(guard, next));
}

test("a preview is what the definition says of the worlds before and after", () => {
  const holds = fc.property(numbers, (list) => {
    const draw = drawFrom(list);
    const world = withServiceAccounts(drawWorld(draw));
    const guards = drawGuards(draw);
    const change = drawChange(world, draw);
    if (!change || change.kind === "object_put" || change.kind === "object_removed") return;
    const after = withServiceAccounts(changed(world, change));
    const engine = load(world);
    const asked = askEverything(engine);
    const { differences, broken, rows, counts } = finish(compareInSteps(engine, change, guards));
    expect(crossingsIn(rows)).toEqual(definedCrossings(world, after));
    expect(contradictions(rows, world, after)).toEqual([]);
    expect(counts.stay).toBeGreaterThanOrEqual(0);
    expect(rowsOf(differences).sort()).toEqual(definitionDiff(world, after, comparedActions).sort());
    expect(broken).toEqual(brokenBy(guards, world, after));
    // The engine that answers requests meanwhile is left as it was.
    expect(askEverything(engine)).toEqual(asked);
  });
  fc.assert(holds, { numRuns: 200 });
}, 60_000);

/** The world, with a project that is made first, and the world after the move; nothing where it can't be made. */
function moved(world: World, { objectId, parentId, intoNew }: Move): [World, World] | undefined {
  const typeOf = (id: string) => world.resources.find((each) => each.id === id)?.type;
  const [type, parentType] = [typeOf(objectId), parentId === null ? "project" : typeOf(parentId)];
  if (!type || parentType !== "project" || !mayHold(0, objectTypes.indexOf(type))) return undefined;
  const made = intoNew ? [{ id: "new", type: "project", parent: parentId } as const] : [];
  const before = { ...world, resources: [...world.resources, ...made] };
  const parent = intoNew ? "new" : parentId;
  const resources = before.resources.map((each) => (each.id === objectId ? { ...each, parent } : each));
  const after = { ...before, resources };
  try {
    load(after);
  } catch (error) {
    if (error instanceof InvalidWorld) return undefined;
    throw error;
  }
  return [before, after];
}

test("a preview of a move is what the definition says of the worlds before and after", () => {
  let compared = 0;
  const holds = fc.property(numbers, (list) => {
    const draw = drawFrom(list);
    const world = withServiceAccounts(drawWorld(draw));
    const guards = drawGuards(draw);
    const engine = load(world);
    for (let count = 0; count < 12; count += 1) {
      const parentId = draw(5) === 0 ? null : pick(drawnObjectIds, draw);
      const objectId = pick(drawnObjectIds, draw);
      const move: Move = { kind: "object_moved", objectId, parentId, intoNew: draw(4) === 0 };
      const worlds = moved(world, move);
      if (!worlds) {
        expect(() => finish(compareInSteps(engine, move, guards))).toThrow(InvalidWorld);
        continue;
      }
      const { differences, broken, rows } = finish(compareInSteps(engine, move, guards));
      expect(crossingsIn(rows)).toEqual(definedCrossings(...worlds));
      expect(contradictions(rows, ...worlds)).toEqual([]);
      expect(rowsOf(differences).sort()).toEqual(definitionDiff(...worlds, comparedActions).sort());
      expect(broken).toEqual(brokenBy(guards, ...worlds));
      compared += 1;
    }
  });
  fc.assert(holds, { numRuns: 200 });
  expect(compared).toBeGreaterThan(300);
}, 60_000);
