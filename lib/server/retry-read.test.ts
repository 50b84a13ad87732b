import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { retryRead } from "./retry-read";

const start = new Date("2026-06-01T12:00:00Z");
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

const passTime = async (ms: number) => {
  vi.setSystemTime(Date.now() + ms);
};

const failure = (code: string, more: object = {}) => Object.assign(new Error("away"), { code, ...more });

/** A database that is away for so many milliseconds, then answers. */
function awayFor(ms: number, error: Error) {
  return vi.fn(async () => {
    if (Date.now() - start.getTime() < ms) throw error;
    return "answer";
  });
}

test.each([
  ["refuses connections", failure("ECONNREFUSED")],
  ["has no socket", failure("ENOENT", { syscall: "connect" })],
  ["breaks a connection off", failure("CONNECTION_CLOSED")],
  ["shuts down", failure("57P01")],
  ["starts up", failure("57P03")],
  ["has no connection left", failure("53300")],
  ["fails below a query", new Error("Failed query", { cause: failure("08006") })],
])("a database that %s is asked again until it answers", async (_, error) => {
  expect(await retryRead(awayFor(1_999, error), passTime)).toBe("answer");
});

test("after two seconds its failure is passed on", async () => {
  const error = failure("ECONNREFUSED");
  await expect(retryRead(awayFor(60_000, error), passTime)).rejects.toBe(error);
  expect(Date.now() - start.getTime()).toBe(2_000);
});

test.each([
  failure("23505"),
  failure("ENOENT", { syscall: "open" }),
  new Error("The database is not open."),
  "a text",
])("%s is no reason to ask again", async (error) => {
  const read = vi.fn().mockRejectedValue(error);
  await expect(retryRead(read, passTime)).rejects.toBe(error);
  expect(read).toHaveBeenCalledTimes(1);
});
