/** The one place that reads the clock, so that rules get the time as an argument. Whole milliseconds. */
export function now(): Date {
  return new Date();
}
