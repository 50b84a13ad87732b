import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { type AccessEngine, load } from "../engine";
import { InvalidWorld, type World } from "../types";

interface SharedCase {
  readonly id: string;
  readonly world: string;
  readonly op: "check" | "list" | "who" | "create" | "move" | "explain";
  readonly user: string;
  readonly action: string;
  readonly resource: string;
  readonly type: string;
  readonly parent: string | null;
  readonly onBehalfOf?: string;
  readonly expect: unknown;
}

interface SharedCases {
  readonly worlds: Record<string, World>;
  readonly cases: readonly SharedCase[];
  readonly invalidWorlds: readonly { id: string; why: string; world: World }[];
}

const root = path.resolve(import.meta.dirname, "../../../..");
const file = path.join(path.resolve(root, "../shared"), "access/cases.json");
const shared: SharedCases = existsSync(file)
  ? JSON.parse(readFileSync(file, "utf8"))
  : { worlds: {}, cases: [], invalidWorlds: [] };

function answer(engine: AccessEngine, asked: SharedCase): unknown {
  const { user, action, resource, type, parent, onBehalfOf } = asked;
  switch (asked.op) {
    case "check":
      return engine.check(user, action, resource, onBehalfOf);
    case "list":
      return engine.list(user, action, type, onBehalfOf).sort();
    case "who":
      return engine.who(action, resource).sort();
    case "create":
      return engine.create(user, type, parent, onBehalfOf);
    case "move":
      return engine.move(user, resource, parent, onBehalfOf);
    case "explain":
      return engine.explain(user, action, resource, onBehalfOf);
  }
}

describe.skipIf(!existsSync(file))("the shared cases", () => {
  for (const [name, world] of Object.entries(shared.worlds)) {
    const cases = shared.cases.filter((asked) => asked.world === name);
    test(`${cases.length} about ${name}`, () => {
      const engine = load(world);
      for (const order of [cases, cases.toReversed()]) {
        for (const asked of order)
          expect([asked.id, answer(engine, asked)]).toEqual([asked.id, asked.expect]);
      }
    });
  }

  test("worlds that contradict themselves", () => {
    for (const { why, world } of shared.invalidWorlds) {
      expect(() => load(world), why).toThrow(InvalidWorld);
    }
  });
});
