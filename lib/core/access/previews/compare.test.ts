import fc from "fast-check";
import { expect, test } from "vitest";
import { withServiceAccounts } from "../change";
import type { AccessDifference } from "../diff";
import { load } from "../engine";
import { type Guard, isKept } from "../guards/guard";
import type { Move } from "../move";
import { mayHold, objectTypes } from "../object-types";
import { rulePermissions } from "../rules/rule-names";
import { askEverything } from "../testing/ask-everything";
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
import { compareInSteps } from "./compare";

const numbers = fc.noBias(fc.array(fc.nat({ max: 9999 }), { minLength: 900, maxLength: 900 }));

function rowsOf(differences: readonly AccessDifference[]): string[] {
  return differences.flatMap(({ principal, gains, loses }) => [
    ...gains.map(({ action, type, count }) => `${principal} gains ${action} ${type} ${count}`),
    ...loses.map(({ action, type, count }) => `${principal} loses ${action} ${type} ${count}`),
  ]);
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
    const { differences, broken } = finish(compareInSteps(engine, change, guards));
    expect(rowsOf(differences).sort()).toEqual(definitionDiff(world, after, rulePermissions).sort());
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
      const { differences, broken } = finish(compareInSteps(engine, move, guards));
      expect(rowsOf(differences).sort()).toEqual(definitionDiff(...worlds, rulePermissions).sort());
      expect(broken).toEqual(brokenBy(guards, ...worlds));
      compared += 1;
    }
  });
  fc.assert(holds, { numRuns: 200 });
  expect(compared).toBeGreaterThan(300);
}, 60_000);
