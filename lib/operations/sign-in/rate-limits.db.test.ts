import { inArray, like } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { rateLimits } from "@/db/schema/rate-limits";
import { openTestDatabase } from "@/db/testing/database";
import { whileInTransaction } from "@/db/testing/locks";
import { lockRateLimit } from "@/db/writes/rate-limits";
import { newId } from "@/lib/server/crypto";
import { waitForRateLimit } from "./rate-limits";

openTestDatabase();

const minute = 60_000;
let clock = Date.now();

beforeEach(() => {
  // Each test begins when the next sweep is due.
  clock += 2 * minute;
  vi.useFakeTimers({ toFake: ["Date"], now: clock });
});
afterEach(() => {
  vi.useRealTimers();
});

async function fail(minutesAgo: number, count = 1): Promise<string[]> {
  const at = new Date(clock - minutesAgo * minute);
  const subjects = Array.from({ length: count }, () => `account:${newId()}`);
  await db()
    .insert(rateLimits)
    .values(subjects.map((subject) => ({ subject, failures: 3, lastFailureAt: at, nextTurnAt: at })));
  return subjects;
}

const left = (subjects: string[]) => db().$count(rateLimits, inArray(rateLimits.subject, subjects));
const attempt = () => waitForRateLimit([{ kind: "account", subject: `account:attempt ${newId()}` }]);

describe("an attempt clears away what is forgotten", () => {
  test("and keeps what still counts", async () => {
    const [old, fresh] = [await fail(200), await fail(100)];
    await attempt();
    expect(await left(old)).toBe(0);
    expect(await left(fresh)).toBe(1);
    expect(await db().$count(rateLimits, like(rateLimits.subject, "account:attempt %"))).toBe(1);
  });

  test("once a minute at most", async () => {
    await attempt();
    const old = await fail(200);
    await attempt();
    expect(await left(old)).toBe(1);
    vi.setSystemTime(clock + minute);
    await attempt();
    expect(await left(old)).toBe(0);
  });

  test("some at a time, and the next attempt goes on", async () => {
    const old = await fail(200, 501);
    await attempt();
    expect(await left(old)).toBe(1);
    await attempt();
    expect(await left(old)).toBe(0);
  });

  test("without waiting for a row that somebody has locked", async () => {
    const [locked, free] = [await fail(200), await fail(200)];
    await whileInTransaction(async (tx) => {
      await lockRateLimit(tx, locked[0] ?? "");
      await attempt();
    });
    expect([await left(locked), await left(free)]).toEqual([1, 0]);
  });
});
