import fc from "fast-check";
import { expect, test } from "vitest";
import { type AccessChange, withServiceAccounts } from "./change";
import { diffInSteps } from "./diff";
import { load } from "./engine";
import { objectTypes } from "./object-types";
import { askEverything } from "./testing/ask-everything";
import { define } from "./testing/definition";
import { changed, drawChange } from "./testing/draw-change";
import { drawFrom, drawnPrincipalIds, drawWorld } from "./testing/draw-world";
import type { World } from "./types";
import { whatIf } from "./what-if";

const actions = ["read", "modify", "manage", "grant"] as const;

function finish<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** By asking the definition for every list, before and after: principal, action, type, count and which way. */
function expectedRows(before: World, after: World): string[] {
  const [old, next] = [define(before), define(after)];
  return drawnPrincipalIds.flatMap((principal) =>
    actions.flatMap((action) =>
      objectTypes.flatMap((type) => {
        const [had, has] = [old.list(principal, action, type), next.list(principal, action, type)];
        const [gained, lost] = [has.filter((id) => !had.includes(id)), had.filter((id) => !has.includes(id))];
        return [
          ...(gained.length > 0 ? [`${principal} gains ${action} ${type} ${gained.sort()}`] : []),
          ...(lost.length > 0 ? [`${principal} loses ${action} ${type} ${lost.sort()}`] : []),
        ];
      }),
    ),
  );
}

const numbers = fc.noBias(fc.array(fc.nat({ max: 9999 }), { minLength: 900, maxLength: 900 }));

test("a preview of changes is what the definition says of the worlds before and after", () => {
  const holds = fc.property(numbers, (list) => {
    const draw = drawFrom(list);
    const world = withServiceAccounts(drawWorld(draw));
    const engine = load(world);
    const asked = askEverything(engine);
    const changes: AccessChange[] = [];
    let after = world;
    for (let count = 0; count < 1 + ((list[0] ?? 0) % 3); count += 1) {
      const change = drawChange(after, draw);
      if (!change) continue;
      changes.push(change);
      after = withServiceAccounts(changed(after, change));
    }
    const state = finish(whatIf(engine, changes));
    const differences = finish(
      diffInSteps(state.before, state.after, { actions, samples: 99, principals: state.affected }),
    );
    const rows = differences.flatMap(({ principal, gains, loses }) =>
      [
        ...gains.map((tally) => ({ way: "gains", tally })),
        ...loses.map((tally) => ({ way: "loses", tally })),
      ].map(({ way, tally }) => {
        expect(tally.count).toBe(tally.samples.length);
        return `${principal} ${way} ${tally.action} ${tally.type} ${tally.samples.toSorted()}`;
      }),
    );
    expect(rows.sort()).toEqual(expectedRows(world, after).sort());
    // The engine that answers requests meanwhile is left as it was.
    expect(askEverything(engine)).toEqual(asked);
  });
  fc.assert(holds, { numRuns: 150 });
}, 60_000);
