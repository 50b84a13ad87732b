import { setImmediate as nextTurn } from "node:timers/promises";

/** As long as one computation goes on before others get their turn. */
const turnMs = 10;

/** Runs a computation that comes in short steps, so that requests are answered meanwhile. */
export async function inTurns<Result>(steps: Iterator<void, Result, void>): Promise<Result> {
  let turnStarted = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - turnStarted < turnMs) continue;
    await nextTurn();
    turnStarted = performance.now();
  }
}
