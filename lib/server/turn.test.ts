import { afterEach, expect, test, vi } from "vitest";
import { Turn } from "./turn";

afterEach(() => {
  vi.restoreAllMocks();
});

test("a turn is over after ten milliseconds, and others run before the next one", async () => {
  let clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
  const turn = new Turn();
  clock = 10;
  expect(turn.isOver()).toBe(false);
  clock = 11;
  expect(turn.isOver()).toBe(true);
  const order: string[] = [];
  setImmediate(() => order.push("another"));
  await turn.next();
  order.push("this one");
  expect(order).toEqual(["another", "this one"]);
  expect(turn.isOver()).toBe(false);
});
