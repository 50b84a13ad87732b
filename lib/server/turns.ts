import { Turn } from "./turn";

export class Stopped extends Error {
  override readonly name = "Stopped";
}

export type TurnOptions = {
  /** Ends the computation: `Stopped` is thrown. */
  signal?: AbortSignal;
  /** Told at the end of each turn how much is done, from 0 to 1. */
  onProgress?: (share: number) => void;
};

/** Runs a computation that comes in short steps, each with the share that is done, so that requests are answered meanwhile. */
export async function inTurns<Result>(
  steps: Iterator<number, Result, void>,
  { signal, onProgress }: TurnOptions = {},
): Promise<Result> {
  const turn = new Turn();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (!turn.isOver()) continue;
    await turn.next();
    if (signal?.aborted) throw new Stopped("Nobody waits for the result any more.");
    onProgress?.(step.value);
  }
}
