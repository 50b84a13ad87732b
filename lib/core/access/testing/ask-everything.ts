import { OBJECT_TYPES } from "../object-types";
import { ACTIONS } from "../types";
import type { define } from "./definition";
import { type Draw, drawFrom, OBJECT_IDS, PRINCIPAL_IDS, pick } from "./draw-world";

type Answering = ReturnType<typeof define>;

const ASKED_ACTIONS = [...ACTIONS, "delete", "constructor"];
const ASKED_TYPES = [...OBJECT_TYPES, "frame", "__proto__"];

export const EVERY_CHECK = PRINCIPAL_IDS.flatMap((who) =>
  ASKED_ACTIONS.flatMap((action) => OBJECT_IDS.map((object) => [who, action, object] as const)),
);

/** Every check that is answered with yes. */
export function askChecks(engine: Pick<Answering, "check">): string[] {
  return EVERY_CHECK.filter((question) => engine.check(...question)).map(String);
}

/** What everybody may do as themselves, asked in every way. */
export function askEverything(engine: Answering) {
  return {
    checks: askChecks(engine),
    lists: PRINCIPAL_IDS.flatMap((who) =>
      ASKED_ACTIONS.flatMap((action) => ASKED_TYPES.map((type) => engine.list(who, action, type).sort())),
    ),
    whos: ASKED_ACTIONS.flatMap((action) => OBJECT_IDS.map((object) => engine.who(action, object).sort())),
  };
}

/** Some of the questions about a second principal, a destination or a reason. */
export function askFurther(engine: Answering, numbers: readonly number[]) {
  const draw: Draw = drawFrom(numbers);
  return Array.from({ length: 120 }, () => {
    const who = pick(PRINCIPAL_IDS, draw);
    const owner = draw(2) === 0 ? undefined : pick(PRINCIPAL_IDS, draw);
    const object = pick(OBJECT_IDS, draw);
    const action = pick(ASKED_ACTIONS, draw);
    const place = draw(4) === 0 ? null : pick(OBJECT_IDS, draw);
    const type = pick(ASKED_TYPES, draw);
    return {
      asked: { who, owner, object, action, place, type },
      check: engine.check(who, action, object, owner),
      list: engine.list(who, action, type, owner).sort(),
      create: engine.create(who, type, place, owner),
      move: engine.move(who, object, place, owner),
      explain: action === "visible" ? [] : engine.explain(who, action, object, owner),
    };
  });
}
