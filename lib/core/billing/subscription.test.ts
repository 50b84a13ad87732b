import { describe, expect, test } from "vitest";
import { unpaidSince } from "./charges";
import {
  type BillingNotice,
  chooseSubscription,
  type Entitlement,
  entitlementOf,
  type SubscriptionCopy,
} from "./subscription";

const now = new Date("2026-11-29T12:00:00Z");
const periodEnd = new Date("2026-12-10T00:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

const active: SubscriptionCopy = {
  subscriptionId: "sub_1",
  status: "active",
  seats: 4,
  periodEnd,
  cancelAt: null,
  cancelAtPeriodEnd: false,
  unpaidSince: null,
  paymentUrl: "https://pay.example/in_1",
  livemode: false,
};
const { paymentUrl } = active;
const free = (notice: BillingNotice | null): Entitlement => ({ plan: "free", isReadOnly: false, notice });
const pro = (notice: BillingNotice | null): Entitlement => ({ plan: "pro", isReadOnly: false, notice });

test.each<[string, Partial<SubscriptionCopy>, Entitlement]>([
  ["trialing", { status: "trialing" }, pro(null)],
  ["active", {}, pro(null)],
  ["ending with its period", { cancelAtPeriodEnd: true }, pro({ kind: "ending", endsAt: periodEnd })],
  ["ending at a time", { cancelAt: periodEnd }, pro({ kind: "ending", endsAt: periodEnd })],
  [
    "ending at a time other than its period’s end",
    { cancelAt: daysAgo(-3), cancelAtPeriodEnd: true },
    pro({ kind: "ending", endsAt: daysAgo(-3) }),
  ],
  [
    "past due in its grace period",
    { status: "past_due", unpaidSince: daysAgo(13.99) },
    pro({ kind: "payment_failed", graceEndsAt: daysAgo(-0.01), paymentUrl }),
  ],
  [
    "past due after its grace period",
    { status: "past_due", unpaidSince: daysAgo(14) },
    free({ kind: "unpaid", paymentUrl }),
  ],
  [
    "past due without a known invoice",
    { status: "past_due" },
    pro({ kind: "payment_failed", graceEndsAt: daysAgo(-14), paymentUrl }),
  ],
  ["incomplete", { status: "incomplete" }, free({ kind: "unconfirmed", paymentUrl })],
  ["incomplete for too long", { status: "incomplete_expired" }, free(null)],
  ["unpaid", { status: "unpaid" }, free({ kind: "unpaid", paymentUrl })],
  ["canceled", { status: "canceled" }, free({ kind: "ended" })],
  ["paused", { status: "paused" }, { plan: "pro", isReadOnly: true, notice: { kind: "paused" } }],
  ["a word of later", { status: "dormant" }, free({ kind: "unknown_status", status: "dormant" })],
  ["of a live account", { livemode: true }, free({ kind: "other_mode" })],
])("a subscription that is %s", (_, change, entitlement) => {
  expect(entitlementOf({ ...active, ...change }, { now, livemode: false })).toEqual(entitlement);
});

test("without a subscription a workspace is on the Free plan", () => {
  expect(entitlementOf(null, { now, livemode: false })).toEqual(free(null));
});

describe("of several subscriptions", () => {
  const made = (subscriptionId: string, status: string, days: number) => ({
    subscriptionId,
    status,
    createdAt: daysAgo(days),
  });
  test.each([
    ["the active one counts", [made("a", "canceled", 1), made("b", "active", 9)], "b"],
    ["the older of two active ones counts", [made("a", "active", 1), made("b", "active", 9)], "b"],
    ["the one canceled last counts", [made("a", "canceled", 1), made("b", "canceled", 9)], "a"],
    [
      "an unpaid one counts before one that has begun",
      [made("a", "incomplete", 1), made("b", "unpaid", 9)],
      "b",
    ],
    [
      "one that has begun counts before a canceled one",
      [made("a", "canceled", 1), made("b", "incomplete", 2)],
      "b",
    ],
    [
      "an unknown status counts before one that has ended",
      [made("a", "canceled", 1), made("b", "new", 2)],
      "b",
    ],
    ["of the same time, the ids decide", [made("b", "active", 1), made("a", "active", 1)], "a"],
  ])("%s", (_, all, chosen) => {
    expect(chooseSubscription(all)?.subscriptionId).toBe(chosen);
    expect(chooseSubscription([...all].reverse())?.subscriptionId).toBe(chosen);
  });

  test("there may be none", () => {
    expect(chooseSubscription([])).toBeNull();
  });
});

test.each([
  [
    "the oldest open invoice",
    [
      ["open", 3],
      ["open", 40],
      ["paid", 70],
    ],
    40,
  ],
  [
    "none that is paid, void or a draft",
    [
      ["paid", 3],
      ["void", 4],
      ["draft", 1],
    ],
    null,
  ],
] as const)("a workspace owes since %s", (_, invoices, days) => {
  const copies = invoices.map(([status, age]) => ({ status, createdAt: daysAgo(age) }));
  expect(unpaidSince(copies)).toEqual(days === null ? null : daysAgo(days));
});
