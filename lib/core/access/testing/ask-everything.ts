import { objectTypes } from "../object-types";
import { everyAction } from "../types";
import type { define } from "./definition";
import { type Draw, drawFrom, drawnObjectIds, drawnPrincipalIds, pick } from "./draw-world";

type Answering = ReturnType<typeof define>;

const askedActions = [...everyAction, "delete", "constructor"];
const askedTypes = [...objectTypes, "frame", "__proto__"];

export const everyCheck = drawnPrincipalIds.flatMap((who) =>
  askedActions.flatMap((action) => drawnObjectIds.map((object) => [who, action, object] as const)),
);

/** Every check that is answered with yes. */
export function askChecks(engine: Pick<Answering, "check">): string[] {
  return everyCheck.filter((question) => engine.check(...question)).map(String);
}

/** What everybody may do as themselves, asked in every way. */
export function askEverything(engine: Answering) {
  return {
    checks: askChecks(engine),
    lists: drawnPrincipalIds.flatMap((who) =>
      askedActions.flatMap((action) => askedTypes.map((type) => engine.list(who, action, type).sort())),
    ),
    whos: askedActions.flatMap((action) => drawnObjectIds.map((object) => engine.who(action, object).sort())),
  };
}

/** Some of the questions about a second principal, a destination or a reason. */
export function askFurther(engine: Answering, numbers: readonly number[]) {
  const draw: Draw = drawFrom(numbers);
  return Array.from({ length: 120 }, () => {
    const who = pick(drawnPrincipalIds, draw);
    const owner = draw(2) === 0 ? undefined : pick(drawnPrincipalIds, draw);
    const object = pick(drawnObjectIds, draw);
    const action = pick(askedActions, draw);
    const place = draw(4) === 0 ? null : pick(drawnObjectIds, draw);
    const type = pick(askedTypes, draw);
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
