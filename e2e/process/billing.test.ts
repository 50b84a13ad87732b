import { like } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { findBillingAccount } from "@/db/reads/billing";
import { stripeEvents } from "@/db/schema/stripe";
import { subscribe } from "@/db/testing/factories/billing";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { isHandled } from "@/lib/core/billing/events";
import { setUpStripe } from "@/lib/operations/billing/set-up";
import { settings } from "@/lib/server/env";
import { deliver, StripePeer } from "../peers/stripe/stripe-peer";
import { until } from "./steward-process";
import { TwoServers } from "./two-servers";

const mostBytes = 512 * 1024;

let peer: StripePeer;
let servers: TwoServers;

beforeAll(async () => {
  peer = await StripePeer.start();
  const stripe = {
    STEWARD_STRIPE_SECRET_KEY: "sk_test_standin",
    STEWARD_STRIPE_WEBHOOK_SECRET: "whsec_stand_in",
    STEWARD_STRIPE_API_URL: peer.url,
  };
  servers = await TwoServers.start({ ...stripe, LOG_LEVEL: "warn" });
  settings().stripe = {
    ...{ secretKey: "sk_test_standin", webhookSecret: "whsec_stand_in", livemode: false },
    apiUrl: new URL(peer.url),
  };
  await setUpStripe("usd");
});

afterAll(async () => {
  await servers.close();
  await peer.stop();
});

const webhookOf = ({ url }: { url: string }) => `${url}/api/stripe/webhook`;

async function makePayer() {
  const owner = await makePerson();
  const workspaceId = await makeWorkspace(owner);
  const payer = actingAs("billing.manage", owner, { workspaceId });
  return { workspaceId, subscription: await subscribe(peer, payer) };
}

test("of a thousand deliveries at once to two servers, each event is stored and worked on once", async () => {
  const before = peer.world.events.length;
  const { workspaceId, subscription } = await makePayer();
  peer.world.setStatus(subscription, "unpaid");
  const events = peer.world.events.slice(before).filter(({ type }) => isHandled(type));
  const deliveries = Array.from({ length: 1_000 }, (_, at) => ({
    ...events[at % events.length],
    id: `evt_many_${at % 500}`,
  }));
  const statuses = await Promise.all(
    deliveries.map((event, at) => deliver(webhookOf(at < 500 ? servers.first : servers.second), event)),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  const stored = () => db().select().from(stripeEvents).where(like(stripeEvents.id, "evt_many_%"));
  await until("all are worked on", async () =>
    (await stored()).every(({ processedAt }) => processedAt !== null),
  );
  expect(await stored()).toHaveLength(500);
  expect((await findBillingAccount(workspaceId))?.status).toBe("unpaid");
});

test("what was answered is not lost when the server is killed before it is worked on", async () => {
  const { workspaceId, subscription } = await makePayer();
  await servers.first.kill();
  peer.fail({ kind: "slow", ms: 3_000 });
  peer.world.setStatus(subscription, "unpaid");
  const event = peer.world.events.at(-1) ?? {};
  expect(await deliver(webhookOf(servers.second), event)).toBe(200);
  await servers.killSecond();
  const stored = await db().select().from(stripeEvents);
  expect(stored.filter(({ processedAt }) => processedAt === null)).toHaveLength(1);
  peer.recover();
  await servers.startSecondAgain();
  const status = async () => (await findBillingAccount(workspaceId))?.status;
  await until("the event is worked on", async () => (await status()) === "unpaid");
});

test("a body that is too large is refused, and so is another method", async () => {
  const huge = { id: "evt_huge", padding: "x".repeat(mostBytes) };
  expect(await deliver(webhookOf(servers.second), huge)).toBe(413);
  const answer = await fetch(webhookOf(servers.second));
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
});

test("neither the key nor the signing secret is in the log", async () => {
  const headers = { "stripe-signature": "t=1,v1=0" };
  const answer = await fetch(webhookOf(servers.second), { method: "POST", body: "{}", headers });
  expect(answer.status).toBe(400);
  const { output } = servers.second;
  await until("the refusal is logged", async () => output.stderr.includes("refused a delivery"));
  for (const secret of ["sk_test_standin", "whsec_stand_in"]) expect(output.stderr).not.toContain(secret);
});
