import fc from "fast-check";
import { expect, test } from "vitest";
import { load } from "./engine";
import { objectTypes } from "./object-types";
import { drawFrom, drawnPrincipalIds, drawWorld } from "./testing/draw-world";
import { everyAction } from "./types";

const numbers = fc.noBias(fc.array(fc.nat({ max: 9999 }), { minLength: 900, maxLength: 900 }));

test("a query by the scope finds exactly what the list holds", () => {
  const holds = fc.property(numbers, (list) => {
    const world = drawWorld(drawFrom(list));
    const engine = load(world);
    for (const who of drawnPrincipalIds) {
      for (const owner of [undefined, ...drawnPrincipalIds.slice(0, 2)]) {
        for (const action of [...everyAction, "delete"]) {
          for (const type of [...objectTypes, "frame"]) {
            const scope = engine.scope(who, action, type, owner);
            const found = world.resources.filter(
              (object) =>
                object.type === type &&
                (scope.whole ||
                  scope.ids.includes(object.id) ||
                  (object.parent !== null && scope.parentIds.includes(object.parent))),
            );
            expect(found.map(({ id }) => id).sort()).toEqual(engine.list(who, action, type, owner).sort());
            if (scope.whole || scope.held === undefined) continue;
            const inParents = found.filter(
              ({ parent }) => parent !== null && scope.parentIds.includes(parent),
            );
            expect(scope.held).toBe(inParents.length);
          }
        }
      }
    }
  });
  fc.assert(holds, { numRuns: 60 });
});
