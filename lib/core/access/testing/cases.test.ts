import { describe, expect, test } from "vitest";
import { type AccessEngine, load } from "../engine";
import { caseWorlds } from "./case-worlds";
import { type AccessCase, accessCases } from "./cases";

const engines = new Map(Object.entries(caseWorlds).map(([name, world]) => [name, load(world)]));

function answer(engine: AccessEngine, asked: AccessCase): boolean | string[] {
  switch (asked.op) {
    case "check":
      return engine.check(asked.user, asked.action, asked.resource, asked.onBehalfOf);
    case "list":
      return engine.list(asked.user, asked.action, asked.type, asked.onBehalfOf).sort();
    case "who":
      return engine.who(asked.action, asked.resource).sort();
    case "create":
      return engine.create(asked.user, asked.type, asked.parent, asked.onBehalfOf);
    case "move":
      return engine.move(asked.user, asked.resource, asked.parent, asked.onBehalfOf);
    case "explain":
      return engine.explain(asked.user, asked.action, asked.resource, asked.onBehalfOf);
  }
}

describe.each(Object.keys(caseWorlds))("%s", (world) => {
  test.each(accessCases.filter((asked) => asked.world === world))("$op by $user: $why", (asked) => {
    expect(answer(engines.get(world)!, asked)).toEqual(asked.expect);
  });
});
