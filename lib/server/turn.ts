import { setImmediate as nextTurn } from "node:timers/promises";

/** As long as one piece of work goes on before others get their turn. */
const turnMs = 10;

/** Long work asks between its steps whether its turn is over, and goes on in the next one. */
export class Turn {
  private startedAt = performance.now();

  isOver(): boolean {
    return performance.now() - this.startedAt > turnMs;
  }

  async next(): Promise<void> {
    await nextTurn();
    this.startedAt = performance.now();
  }
}
