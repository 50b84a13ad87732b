import { eq, inArray } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { findBillingAccount } from "@/db/reads/billing";
import { billingAccounts, billingInvoices } from "@/db/schema/billing";
import { billingJobs, stripeEvents } from "@/db/schema/stripe";
import { openTestDatabase } from "@/db/testing/database";
import { beginUpgrade, openStripe, subscribe } from "@/db/testing/factories/billing";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { type StripePeer, signedDelivery } from "@/e2e/peers/stripe/stripe-peer";
import { declinedCard, goodCard } from "@/e2e/peers/stripe/subscriptions";
import { handledEvents, isHandled } from "@/lib/core/billing/events";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { reconcileDaily } from "./reconcile";
import type { startUpgrade } from "./upgrade";
import { processDueEvents, receiveDelivery, resumeEvents } from "./webhook";

openTestDatabase();
const { peer: stripe } = openStripe();

let peer: StripePeer;
let workspaceId: WorkspaceId;
let payer: Parameters<typeof startUpgrade>[0];
let seen: number;

beforeEach(async () => {
  peer = stripe();
  peer.recover();
  await renew();
});

async function renew(): Promise<void> {
  const owner = await makePerson();
  workspaceId = await makeWorkspace(owner);
  payer = actingAs("billing.manage", owner, { workspaceId });
  seen = peer.world.events.length;
}

type Event = StripePeer["world"]["events"][number];
/** Those that the endpoint is sent. */
const happened = () => peer.world.events.slice(seen).filter(({ type }) => isHandled(type));

async function receive(event: object, signing: Parameters<typeof signedDelivery>[1] = {}) {
  const { payload, signature } = signedDelivery(event, signing);
  return receiveDelivery(Buffer.from(payload), signature);
}

async function processAll(): Promise<void> {
  while ((await processDueEvents()) > 0);
}

/** All of the copy but when it was made, and the ids, which differ from one workspace to another. */
async function copyNow() {
  const [account] = await db()
    .select()
    .from(billingAccounts)
    .where(eq(billingAccounts.workspaceId, workspaceId));
  const invoices = await db()
    .select({ status: billingInvoices.status, total: billingInvoices.totalMinor })
    .from(billingInvoices)
    .where(eq(billingInvoices.workspaceId, workspaceId))
    .orderBy(billingInvoices.createdAt, billingInvoices.status);
  if (!account) return null;
  const { status, seats, cancelAtPeriodEnd, card } = account;
  return {
    ...{ status, seats, cancelAtPeriodEnd, card: card?.last4 },
    ...{ owes: account.unpaidSince !== null, canPay: account.paymentUrl !== null, invoices },
  };
}

/** A month of a workspace, and where it ends. */
const lives: Record<string, (subscription: string) => void> = {
  begins: () => {},
  "is renewed": () => peer.world.advance(31 * 86_400),
  "fails to be renewed": (id) => {
    peer.world.changeCard(String(peer.world.subscription(id).customer), declinedCard);
    peer.world.advance(31 * 86_400);
  },
  "fails, and is paid with another card": (id) => {
    const customer = String(peer.world.subscription(id).customer);
    peer.world.changeCard(customer, declinedCard);
    peer.world.advance(31 * 86_400);
    peer.world.changeCard(customer, goodCard);
  },
  "ends at the end of its period": (id) => {
    peer.world.changeSubscription(id, { cancel_at_period_end: true });
    peer.world.advance(31 * 86_400);
  },
};
const ends: Record<string, object> = {
  begins: { status: "active", owes: false },
  "is renewed": { status: "active", owes: false },
  "fails to be renewed": { status: "past_due", owes: true, canPay: true, card: "0002" },
  "fails, and is paid with another card": { status: "active", owes: false, card: "4242" },
  "ends at the end of its period": { status: "canceled", owes: false },
};

async function live(name: string): Promise<Event[]> {
  const session = await beginUpgrade(payer);
  const { id } = peer.world.pay(session);
  lives[name]?.(id);
  return happened();
}

/** The same order for the same number. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const left = [...items];
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0] as T);
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) =>
    permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]),
  );
}

describe("a month that", () => {
  test.each(Object.keys(lives))("%s comes to the same end whatever the order of its events", async (name) => {
    const events = await live(name);
    expect(events.length).toBeGreaterThan(3);
    const orders: Event[][] = [
      events,
      [...events].reverse(),
      ...[1, 2, 3, 4].map((seed) => shuffled([...events, ...events], seed)),
      ...events.map((event) => [event]),
    ];
    for (const order of orders) {
      await db().delete(stripeEvents);
      for (const event of order) await receive(event);
      await processAll();
      expect(await copyNow()).toMatchObject({ ...ends[name], seats: 1 });
    }
  });

  test("begins is known after each of its events in every order, with a look in between", async () => {
    await live("begins");
    const chosen = happened().filter(({ type }) =>
      /^customer.subscription|^checkout|^invoice.paid/.test(type),
    );
    const orders = permutations(chosen.slice(0, 4));
    expect(orders.length).toBe(24);
    for (const order of orders) {
      await db().delete(stripeEvents);
      for (const event of order) {
        await receive(event);
        await processAll();
        expect(await copyNow()).toMatchObject({ status: "active", owes: false });
      }
    }
  });

  test("is told of by no event at all is found by the daily look", async () => {
    const events = await live("fails to be renewed");
    expect((await copyNow())?.status).toBeNull();
    await db().delete(billingJobs);
    await reconcileDaily();
    expect(await copyNow()).toMatchObject(ends["fails to be renewed"] ?? {});
    const stored = await db()
      .select()
      .from(stripeEvents)
      .where(
        inArray(
          stripeEvents.id,
          events.map(({ id }) => id),
        ),
      );
    expect(stored.length).toBe(events.length);
    await processAll();
    expect(await copyNow()).toMatchObject(ends["fails to be renewed"] ?? {});
  });
});

describe("a daily look", () => {
  const hourMs = 3_600_000;
  const readTo = new Date(now().getTime() - 48 * hourMs);
  const jobNow = async () => (await db().select().from(billingJobs))[0];
  const begin = async () => {
    await db().delete(billingJobs);
    await db().insert(billingJobs).values({ name: "reconcile", dueAt: now(), eventsReadTo: readTo });
  };
  const asked = (since: number) =>
    peer.calls
      .slice(since)
      .filter(({ path }) => path === "/v1/events")
      .map(({ form }) => new URLSearchParams(form).get("created[gte]"));

  test("that fails half-way reads from where it began the next time, and then from the last", async () => {
    await subscribe(peer, payer);
    await begin();
    peer.fail({ kind: "status", status: 429 }, { path: /^\/v1\/subscriptions$/ });
    await reconcileDaily();
    expect(await jobNow()).toMatchObject({ eventsReadTo: readTo });
    peer.recover();
    await reconcileDaily();
    expect(await jobNow()).toMatchObject({ eventsReadTo: readTo });
    const calls = peer.calls.length;
    await db().update(billingJobs).set({ dueAt: now() });
    await reconcileDaily();
    expect(new Set(asked(calls))).toEqual(new Set([String(Math.floor(readTo.getTime() / 1000))]));
    const read = (await jobNow())?.eventsReadTo?.getTime() ?? 0;
    expect(now().getTime() - read).toBeLessThan(2 * hourMs);
    expect((await jobNow())?.dueAt.getTime()).toBeGreaterThan(now().getTime() + 23 * hourMs);
  });

  test("whose process is killed is due again within the hour", async () => {
    await begin();
    peer.fail({ kind: "slow", ms: 200 }, { path: /^\/v1\/events$/, times: 1 });
    const looking = reconcileDaily();
    await expect.poll(() => peer.fault?.times).toBe(0);
    const meanwhile = await jobNow();
    expect(meanwhile?.eventsReadTo).toEqual(readTo);
    expect(meanwhile?.dueAt.getTime()).toBeLessThan(now().getTime() + hourMs);
    await looking;
  });
});

test("of a thousand deliveries at once, each event is stored once and all come to one copy", async () => {
  const events = await live("is renewed");
  const many = Array.from({ length: 1_000 }, (_, at) => ({
    ...(events[at % events.length] as Event),
    id: `evt_many_${workspaceId}_${at % 500}`,
  }));
  const receipts = await Promise.all(many.map((event) => receive(event)));
  expect(receipts.filter((receipt) => receipt === "stored")).toHaveLength(500);
  expect(receipts.filter((receipt) => receipt === "known")).toHaveLength(500);
  await Promise.all([processAll(), processAll(), processAll()]);
  expect(await copyNow()).toMatchObject({ status: "active", owes: false });
  expect((await copyNow())?.invoices).toHaveLength(2);
  const open = await db().$count(stripeEvents, eq(stripeEvents.attempts, 0));
  expect(open).toBe(0);
});

test("what is retrieved late is not written over what was retrieved after it", async () => {
  const id = await subscribe(peer, payer);
  const [first] = happened();
  const version = async () => (await findBillingAccount(workspaceId))?.version ?? 0;
  const before = await version();
  // The list is answered as of now, and arrives after the one that the second look gets.
  peer.fail({ kind: "slow", ms: 300 }, { path: /create_preview/, times: 1 });
  await receive({ ...first, id: `evt_late_${workspaceId}` });
  const late = processAll();
  await expect.poll(() => peer.fault?.times).toBe(0);
  peer.world.setStatus(id, "unpaid");
  await receive({ ...first, id: `evt_soon_${workspaceId}` });
  await processAll();
  await late;
  expect(await copyNow()).toMatchObject({ status: "unpaid" });
  expect(await version()).toBeGreaterThan(before);
});

describe("a delivery", () => {
  const event = () => ({
    ...{ id: `evt_${workspaceId}`, object: "event", type: "customer.updated", livemode: false },
    data: { object: { id: "cus_1", object: "customer" } },
  });
  const seconds = () => Math.floor(now().getTime() / 1000);

  test("is stored once", async () => {
    expect(await receive(event())).toBe("stored");
    expect(await receive(event())).toBe("known");
  });

  test.each<[string, () => ReturnType<typeof receive>]>([
    ["with another secret", () => receive(event(), { secret: "whsec_other" })],
    ["from longer ago than 300 s", () => receive(event(), { at: seconds() - 302 })],
    ["from two minutes ahead", () => receive(event(), { at: seconds() + 120 })],
    ["from a year ahead", () => receive(event(), { at: seconds() + 31_536_000 })],
    ["of another account", () => receive({ ...event(), account: "acct_other" })],
    ["of the other mode", () => receive({ ...event(), livemode: true })],
    ["that is no event", () => receive({ id: "evt_1", object: "customer", livemode: false })],
    ["without a signature", () => receiveDelivery(Buffer.from(JSON.stringify(event())), undefined)],
    [
      "whose body was changed",
      () => {
        const { payload, signature } = signedDelivery(event());
        return receiveDelivery(Buffer.from(payload.replace("cus_1", "cus_2")), signature);
      },
    ],
    ["of no text", () => receiveDelivery(Buffer.from([0xff, 0xfe]), "t=1,v1=00")],
    [
      "with two times",
      () => {
        const { payload, signature } = signedDelivery(event());
        return receiveDelivery(Buffer.from(payload), `t=${seconds() + 900},${signature}`);
      },
    ],
  ])("%s is refused, and nothing is stored", async (_, deliver) => {
    const before = await db().$count(stripeEvents);
    expect(await deliver()).toBe("refused");
    expect(await db().$count(stripeEvents)).toBe(before);
  });

  test("from 299 s ago is taken still", async () => {
    expect(await receive(event(), { at: seconds() - 298 })).toBe("stored");
  });

  test("of a kind that says nothing of a plan is answered and left alone", async () => {
    expect(handledEvents).not.toContain("product.updated");
    expect(await receive({ ...event(), type: "product.updated" })).toBe("ignored");
  });

  test("of a customer of another program is done with", async () => {
    const stranger = peer.world.createCustomer({ metadata: { shop: "7" } });
    await receive({ ...event(), data: { object: { id: stranger.id, object: "customer" } } });
    await receive({
      ...event(),
      id: `evt_unknown_${workspaceId}`,
      data: { object: { id: "cus_none", object: "customer" } },
    });
    await processAll();
    const open = await db()
      .select()
      .from(stripeEvents)
      .where(eq(stripeEvents.id, `evt_${workspaceId}`));
    expect(open[0]?.processedAt).not.toBeNull();
  });
});

test("an event that comes while Stripe is away is worked on later", async () => {
  const id = await subscribe(peer, payer);
  peer.world.setStatus(id, "unpaid");
  const [event] = happened().slice(-1);
  peer.fail({ kind: "status", status: 429 });
  await receive(event ?? {});
  await processAll();
  const find = async () =>
    (
      await db()
        .select()
        .from(stripeEvents)
        .where(eq(stripeEvents.id, event?.id ?? ""))
    )[0];
  expect(await find()).toMatchObject({ processedAt: null, attempts: 1, lastError: "rate_limited" });
  expect((await copyNow())?.status).toBe("active");
  peer.recover();
  await db()
    .update(stripeEvents)
    .set({ nextAttemptAt: now() })
    .where(eq(stripeEvents.id, event?.id ?? ""));
  await processAll();
  expect((await copyNow())?.status).toBe("unpaid");
});

test("what a process left half done is taken up at the next start", async () => {
  const id = await subscribe(peer, payer);
  peer.world.setStatus(id, "unpaid");
  const [event] = happened().slice(-1);
  await receive(event ?? {});
  // As the claim of a process leaves it that was killed.
  await db()
    .update(stripeEvents)
    .set({ attempts: 1, nextAttemptAt: new Date(now().getTime() + 60_000) })
    .where(eq(stripeEvents.id, event?.id ?? ""));
  await processAll();
  expect((await copyNow())?.status).toBe("active");
  await resumeEvents();
  await processAll();
  expect((await copyNow())?.status).toBe("unpaid");
});
