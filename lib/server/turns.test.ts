import { expect, test } from "vitest";
import { inTurns, Stopped } from "./turns";

/** Steps of some milliseconds each. */
function* slowSteps(count: number): Generator<number, string> {
  for (let step = 0; step < count; step += 1) {
    const end = performance.now() + 4;
    while (performance.now() < end);
    yield step / count;
  }
  return "done";
}

test("a computation is told of as it proceeds, and others run meanwhile", async () => {
  const shares: number[] = [];
  let others = 0;
  const timer = setInterval(() => {
    others += 1;
  }, 1);
  expect(await inTurns(slowSteps(30), { onProgress: (share) => shares.push(share) })).toBe("done");
  clearInterval(timer);
  expect(shares.length).toBeGreaterThan(2);
  expect(shares).toEqual(shares.toSorted((one, other) => one - other));
  expect(others).toBeGreaterThan(0);
});

test("a computation that nobody waits for ends", async () => {
  const leaving = new AbortController();
  const steps = slowSteps(1_000_000);
  const running = inTurns(steps, { signal: leaving.signal, onProgress: () => leaving.abort() });
  await expect(running).rejects.toThrow(Stopped);
});
