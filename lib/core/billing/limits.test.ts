import { expect, test } from "vitest";
import { type Figures, isUnlimited, limitSentence, limitsOf, roomOf, warningsOf } from "./limits";
import { gb, mb, plans } from "./plans";

const free = limitsOf({ plan: "free", isReadOnly: false }, { users: 9 });
const pro = limitsOf({ plan: "pro", isReadOnly: false }, { artifacts: 5 });
const paused = limitsOf({ plan: "pro", isReadOnly: true }, {});
const operator = limitsOf(undefined, { users: 1, artifacts: 2 * gb });
const none = limitsOf(undefined, {});

test("the plans include what they promise", () => {
  expect(free.included).toEqual({ users: 3, artifacts: 100 * gb, metrics: gb, calls: 1_000_000 });
  expect(pro.included).toEqual({
    users: undefined,
    artifacts: 120 * gb,
    metrics: 1_200 * mb,
    calls: 1_200_000,
  });
  expect(Object.values(plans.pro.items).every(({ price }) => price !== undefined)).toBe(true);
});

test.each([
  ["the Free plan ends at what it includes", free, "artifacts", 99 * gb, gb],
  ["nothing is left past the end", free, "users", 5, 0],
  ["Pro goes on past what it includes, for a price", pro, "artifacts", 500 * gb, Number.POSITIVE_INFINITY],
  ["a paused subscription has no room at all", paused, "metrics", 0, 0],
  ["the operator's limit holds without plans", operator, "artifacts", 1.5 * gb, 0.5 * gb],
  ["what the operator did not limit is not limited", operator, "calls", 1e12, Number.POSITIVE_INFINITY],
] as const)("%s", (_, limits, meter, used, room) => {
  expect(roomOf(limits, meter, used)).toBe(room);
});

test("nothing needs to be counted where nothing is limited", () => {
  expect(isUnlimited(none, "metrics")).toBe(true);
  expect(isUnlimited(pro, "metrics")).toBe(true);
  expect(isUnlimited(paused, "metrics")).toBe(false);
  expect(isUnlimited(free, "metrics")).toBe(false);
});

test.each([
  [
    free,
    "artifacts",
    "The limit of the Free plan is 100.0 GB of artifact storage. Delete artifacts or files, or ask an admin to upgrade under Usage & billing.",
  ],
  [
    operator,
    "users",
    "The limit of this workspace is 1 user. Ask an admin to free a seat, or ask the operator of this server to raise the limit.",
  ],
  [
    free,
    "calls",
    "The limit of the Free plan is 1,000,000 API calls a month. Wait for the next month, which begins on the 1st in UTC, or ask an admin to upgrade under Usage & billing.",
  ],
  [
    paused,
    "metrics",
    "The subscription of this workspace is paused, so nothing can be added or changed. Ask an admin to resume it under Usage & billing.",
  ],
] as const)("a refusal says what the limit is and who can do what about it", (limits, meter, sentence) => {
  expect(limitSentence(limits, meter)).toBe(sentence);
});

test.each<[string, Partial<Figures>, ReturnType<typeof warningsOf>]>([
  ["under 80 %", { calls: 799_999 }, []],
  ["from 80 %", { calls: 800_000 }, [{ meter: "calls", threshold: 80 }]],
  ["just under the limit", { metrics: gb - 1 }, [{ meter: "metrics", threshold: 80 }]],
  [
    "from the limit",
    { users: 3, metrics: gb },
    [
      { meter: "users", threshold: 100 },
      { meter: "metrics", threshold: 100 },
    ],
  ],
])("warns %s", (_, used, warnings) => {
  expect(warningsOf(free, { users: 0, artifacts: 0, metrics: 0, calls: 0, ...used })).toEqual(warnings);
});

test("without limits there is nothing to warn of", () => {
  expect(warningsOf(none, { users: 1e6, artifacts: 1e15, metrics: 1e15, calls: 1e15 })).toEqual([]);
});
