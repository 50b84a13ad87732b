/** The one place that reads the clock, so that rules get the time as an argument. Whole milliseconds. */
export function now(): Date {
  return new Date();
}

/** How an attempt waits for its turn; tests hand in one that only moves their clock. */
export type Wait = (ms: number) => Promise<void>;

export const wait: Wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
