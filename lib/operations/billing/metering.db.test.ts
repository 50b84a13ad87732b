import { and, eq, isNull } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { db, inTransaction } from "@/db/client";
import { findBillingAccount } from "@/db/reads/billing";
import { billingJobs, meterReadings, seatSyncs } from "@/db/schema/stripe";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { openStripe, subscribe } from "@/db/testing/factories/billing";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { deleteMembership, insertMembership } from "@/db/writes/memberships";
import { upsertCallCounts } from "@/db/writes/usage";
import type { StripePeer } from "@/e2e/peers/stripe/stripe-peer";
import { hourOf } from "@/lib/core/billing/meters";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { dayOf } from "@/lib/core/usage/call-tally";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { insertCallBaseline, readMeters, sendMeterReadings } from "./metering";
import { syncDueSeats } from "./seats";
import type { startUpgrade } from "./upgrade";

openTestDatabase();
const { peer: stripe } = openStripe();

let peer: StripePeer;
let team: Awaited<ReturnType<typeof makeTeam>>;
let workspaceId: WorkspaceId;
let payer: Parameters<typeof startUpgrade>[0];
let subscription: string;

beforeEach(async () => {
  peer = stripe();
  peer.recover();
  await db().delete(billingJobs);
  await db().delete(meterReadings);
  await db().delete(seatSyncs);
  team = await makeTeam();
  workspaceId = team.workspaceId;
  payer = actingAs("billing.manage", team.owner, { workspaceId });
  subscription = await subscribe(peer, payer);
});

const seats = () => peer.world.subscription(subscription).items.data[0]?.quantity;
const add = async () => {
  const person = await makePerson();
  await inTransaction((tx) => insertMembership(tx, workspaceId, person.id, now()));
  return person;
};
const makeDue = () => db().update(seatSyncs).set({ dueAt: now() });
const changes = () =>
  peer.calls.filter(({ method, path }) => method === "POST" && path === `/v1/subscriptions/${subscription}`);

describe("seats", () => {
  test("follow the people, with one change for many", async () => {
    for (let at = 0; at < 3; at += 1) await add();
    expect(await db().$count(seatSyncs)).toBe(1);
    expect(await syncDueSeats()).toBe(0);
    await makeDue();
    await syncDueSeats();
    expect(seats()).toBe(5);
    expect(changes()).toHaveLength(1);
    expect(changes()[0]?.form).toContain("proration_behavior=create_prorations");
    expect((await findBillingAccount(workspaceId))?.seats).toBe(5);
    expect(await db().$count(seatSyncs)).toBe(0);
  });

  test("are not asked for service accounts, nor where nothing is paid", async () => {
    await makeServiceAccount({ account: team.owner, workspaceId });
    const { id } = await makePerson();
    await inTransaction((tx) => insertMembership(tx, team.elsewhere, id, now()));
    expect(await db().$count(seatSyncs)).toBe(0);
  });

  test("change back and forth, and after an answer that was lost", async () => {
    const person = await add();
    peer.fail({ kind: "slow", ms: 0 }, { path: /^\/v1\/subscriptions$/ });
    await makeDue();
    await syncDueSeats();
    expect(seats()).toBe(3);
    await inTransaction((tx) => deleteMembership(tx, workspaceId, person.id));
    await makeDue();
    await syncDueSeats();
    expect(seats()).toBe(2);
    await add();
    await makeDue();
    await syncDueSeats();
    expect(seats()).toBe(3);
  });

  test("wait while Stripe is away: the person is gone all the same", async () => {
    const person = await add();
    await makeDue();
    await syncDueSeats();
    peer.fail({ kind: "status", status: 429 });
    await inTransaction((tx) => deleteMembership(tx, workspaceId, person.id));
    await makeDue();
    await syncDueSeats();
    expect(seats()).toBe(3);
    const [waiting] = await db().select().from(seatSyncs);
    expect(waiting).toMatchObject({ attempts: 1, lastError: "rate_limited" });
    expect(waiting?.dueAt.getTime()).toBeGreaterThan(now().getTime());
    peer.recover();
    await makeDue();
    await syncDueSeats();
    expect(seats()).toBe(2);
  });

  test("whose change fails at Stripe are changed by a later request, although Stripe repeats its error", async () => {
    await add();
    peer.fail({ kind: "status", status: 500 }, { path: new RegExp(`^/v1/subscriptions/${subscription}$`) });
    await makeDue();
    await syncDueSeats();
    expect(seats()).toBe(2);
    const [waiting] = await db().select().from(seatSyncs);
    expect(waiting).toMatchObject({ attempts: 1, lastError: "failing" });
    expect((await findBillingAccount(workspaceId))?.status).toBe("active");
    peer.recover();
    await makeDue();
    await syncDueSeats();
    expect(seats()).toBe(3);
    expect(await db().$count(seatSyncs)).toBe(0);
    expect(await lastAuditEvent(workspaceId, "billing.seats_changed")).toMatchObject({
      ...{ before: { seats: 2 }, after: { seats: 3 } },
    });
  });

  test("that are asked for while they are changed are looked at again", async () => {
    await add();
    await makeDue();
    peer.fail({ kind: "slow", ms: 200 }, { path: new RegExp(subscription), times: 1 });
    const running = syncDueSeats();
    await expect.poll(() => peer.fault?.times).toBe(0);
    await add();
    await running;
    expect(await db().$count(seatSyncs)).toBe(1);
    await makeDue();
    await syncDueSeats();
    expect(seats()).toBe(4);
  });
});

describe("usage", () => {
  const hourMs = 3_600_000;
  const count = (calls: number, day = dayOf(now())) =>
    inTransaction((tx) =>
      upsertCallCounts(tx, newId(), [{ workspaceId, day, accessKey: "K", userId: team.owner.id, calls }]),
    );
  const readings = () =>
    db()
      .select()
      .from(meterReadings)
      .where(eq(meterReadings.workspaceId, workspaceId))
      .orderBy(meterReadings.meter);
  const sendAll = async () => {
    while ((await sendMeterReadings()) > 0);
  };
  const told = (meter: string) =>
    peer.world.readings.filter(
      ({ eventName, customer }) =>
        eventName.includes(meter) && customer === peer.world.subscription(subscription).customer,
    );

  test("is read once for each meter and hour, and told once", async () => {
    await db().delete(meterReadings);
    await readMeters();
    await readMeters();
    await db().delete(billingJobs);
    await readMeters();
    const rows = await readings();
    const hour = new Date(hourOf(now()).getTime() - hourMs);
    expect(rows.filter((row) => row.hour.getTime() === hour.getTime()).map(({ meter }) => meter)).toEqual(
      expect.arrayContaining(["artifacts", "metrics"]),
    );
    await sendAll();
    await db().update(meterReadings).set({ settledAt: null, nextAttemptAt: now() });
    await sendAll();
    expect(told("artifacts")).toHaveLength(1);
    expect(await db().$count(meterReadings, isNull(meterReadings.settledAt))).toBe(0);
  });

  test("of calls from before the subscription is not told", async () => {
    const other = actingAs("billing.manage", team.stranger, { workspaceId: team.elsewhere });
    await inTransaction((tx) =>
      upsertCallCounts(tx, newId(), [
        {
          workspaceId: team.elsewhere,
          day: dayOf(now()),
          accessKey: "K",
          userId: team.stranger.id,
          calls: 40,
        },
      ]),
    );
    await subscribe(peer, other);
    const [baseline] = await db()
      .select()
      .from(meterReadings)
      .where(eq(meterReadings.workspaceId, team.elsewhere));
    expect(baseline).toMatchObject({ meter: "calls", value: 40 });
    expect(baseline?.settledAt).not.toBeNull();
  });

  test("of calls adds up to what was made since the subscription began", async () => {
    await db().delete(meterReadings);
    const yesterday = new Date(now().getTime() - 24 * hourMs);
    await count(70, dayOf(yesterday));
    await db()
      .insert(meterReadings)
      .values({
        ...{ workspaceId, meter: "calls", hour: hourOf(new Date(yesterday.getTime() - hourMs)) },
        ...{ customerId: String(peer.world.subscription(subscription).customer), value: 0 },
        ...{ attempts: 0, nextAttemptAt: now(), settledAt: now() },
      });
    await readMeters();
    await sendAll();
    const sum = () => told("calls").reduce((total, { value }) => total + value, 0);
    expect(sum()).toBe(70);
    await count(5);
    await db().delete(billingJobs);
    await readMeters();
    await sendAll();
    // The hour that was read stays as it is: what came since belongs to the next one.
    expect(sum()).toBe(70);
    expect(
      (await readings())
        .filter(({ meter }) => meter === "calls")
        .reduce((total, { value }) => total + value, 0),
    ).toBe(70);
  });

  test.each([
    ["was lost after Stripe had counted it", { kind: "lost" }],
    ["was lost before Stripe had counted it", { kind: "away" }],
  ] as const)(
    "whose answer %s is counted once, also after Stripe forgot its identifier",
    async (_, fault) => {
      await db().delete(meterReadings);
      await db()
        .insert(meterReadings)
        .values({
          ...{
            workspaceId,
            meter: "calls",
            hour: new Date(hourOf(now()).getTime() - 20 * hourMs),
            value: 30,
          },
          customerId: String(peer.world.subscription(subscription).customer),
          ...{ attempts: 0, nextAttemptAt: now() },
        });
      peer.fail(fault, { path: /meter_events/ });
      await sendAll();
      peer.recover();
      expect((await readings()).find(({ meter }) => meter === "calls")).toMatchObject({ settledAt: null });
      vi.useFakeTimers({ toFake: ["Date"], now: now().getTime() + 30 * hourMs });
      peer.world.now += 30 * 3_600;
      await sendAll();
      vi.useRealTimers();
      expect(told("calls").map(({ value }) => value)).toEqual([30]);
      expect((await readings()).find(({ meter }) => meter === "calls")).toMatchObject({ lastError: null });
    },
  );

  test("of the rest of the hour in which the subscription began is told, also past midnight", async () => {
    await db().delete(meterReadings);
    const midnight = Date.parse(`${dayOf(now())}T00:00:00Z`);
    vi.useFakeTimers({ toFake: ["Date"], now: midnight - 30 * 60_000 });
    await count(40);
    await inTransaction((tx) =>
      insertCallBaseline(tx, workspaceId, {
        customerId: String(peer.world.subscription(subscription).customer),
      }),
    );
    await count(2);
    vi.setSystemTime(midnight + 61 * 60_000);
    await readMeters();
    vi.useRealTimers();
    await sendAll();
    expect(told("calls").map(({ value }) => value)).toEqual([2]);
  });

  test("waits while Stripe is busy, and is given up once Stripe takes it no more", async () => {
    await db().delete(meterReadings);
    await readMeters();
    peer.fail({ kind: "status", status: 429 });
    await sendAll();
    const [waiting] = await db()
      .select()
      .from(meterReadings)
      .where(and(eq(meterReadings.workspaceId, workspaceId), eq(meterReadings.meter, "artifacts")));
    expect(waiting).toMatchObject({ settledAt: null, attempts: 1, lastError: "rate_limited" });
    peer.recover();
    const old = new Date(hourOf(now()).getTime() - 36 * 24 * hourMs);
    await db()
      .update(meterReadings)
      .set({ hour: old, nextAttemptAt: now() })
      .where(and(eq(meterReadings.workspaceId, workspaceId), eq(meterReadings.meter, "artifacts")));
    await sendAll();
    expect((await readings()).find(({ meter }) => meter === "artifacts")?.lastError).toBe("too old");
    expect(await lastAuditEvent(workspaceId, "billing.usage_not_charged")).toMatchObject({
      after: { meter: "artifacts" },
    });
    expect(told("artifacts")).toHaveLength(0);
  });
});
