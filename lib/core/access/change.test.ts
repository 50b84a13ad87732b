import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChange, withServiceAccounts } from "./change";
import { load } from "./engine";
import { serviceAccountsId } from "./people";
import { askEverything, askFurther } from "./testing/ask-everything";
import { changed, drawChange } from "./testing/draw-change";
import { drawFrom, drawWorld } from "./testing/draw-world";

const numbers = fc.noBias(fc.array(fc.nat({ max: 9999 }), { minLength: 900, maxLength: 900 }));

test("an engine that follows the feed answers as one loaded from the changed world", () => {
  const holds = fc.property(numbers, (list) => {
    const draw = drawFrom(list);
    let world = drawWorld(draw);
    const engine = load(withServiceAccounts(world));
    for (let count = 0; count < 15; count += 1) {
      const change = drawChange(world, draw);
      if (!change) continue;
      applyChange(engine, change);
      world = changed(world, change);
      const fresh = load(withServiceAccounts(world));
      expect(askFurther(engine, list)).toEqual(askFurther(fresh, list));
    }
    expect(askEverything(engine)).toEqual(askEverything(load(withServiceAccounts(world))));
  });
  fc.assert(holds, { numRuns: 60 });
}, 120_000);

test("a service account is in the group of service accounts from the change that adds it", () => {
  const engine = load(
    withServiceAccounts({
      users: [],
      groups: [],
      resources: [{ id: "q", type: "queue", parent: null }],
      rules: [
        { id: "r", type: "queue", target: "q", access: "modify", users: [], groups: [serviceAccountsId] },
      ],
    }),
  );
  const bot = { id: "bot", kind: "service", active: true, canImpersonate: false } as const;
  applyChange(engine, { kind: "principal_put", principal: bot });
  applyChange(engine, { kind: "principal_put", principal: { ...bot, id: "ada", kind: "user" } });
  expect(engine.check("bot", "modify", "q")).toBe(true);
  expect(engine.check("ada", "modify", "q")).toBe(false);
});
