import { afterAll, beforeAll } from "vitest";
import { db } from "@/db/client";
import { billingAccounts } from "@/db/schema/billing";
import { StripePeer } from "@/e2e/peers/stripe/stripe-peer";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { resultOf } from "@/lib/entry/samples";
import { setUpStripe } from "@/lib/operations/billing/set-up";
import { confirmUpgrade, startUpgrade } from "@/lib/operations/billing/upgrade";
import { settings } from "@/lib/server/env";

type Payer = Parameters<typeof startUpgrade>[0];

/** A stand-in for Stripe beside the test database of this file, with the plans of Steward set up. */
export function openStripe(): { peer: () => StripePeer } {
  let peer: StripePeer | undefined;
  const opened = () => {
    if (!peer) throw new Error("The stand-in was not started.");
    return peer;
  };
  beforeAll(async () => {
    peer = await StripePeer.start();
    settings().stripe = {
      ...{ secretKey: "sk_test_standin", webhookSecret: "whsec_stand_in", livemode: false },
      apiUrl: new URL(peer.url),
    };
    resultOf(await setUpStripe("usd"));
  });
  afterAll(async () => {
    settings().stripe = undefined;
    await peer?.stop();
  });
  return { peer: opened };
}

/** The id of the page that the workspace would pay on. */
export async function beginUpgrade(payer: Payer): Promise<string> {
  return (
    resultOf(await startUpgrade(payer))
      .url.split("/")
      .at(-1) ?? ""
  );
}

/** Takes a workspace to Pro. Returns its subscription's id. */
export async function subscribe(peer: StripePeer, payer: Payer): Promise<string> {
  const session = await beginUpgrade(payer);
  const { id } = peer.world.pay(session);
  resultOf(await confirmUpgrade(payer, session));
  return id;
}

const day = (date: string) => new Date(`${date}T00:00:00Z`);

/** The copy of a Pro subscription, as a sync would have left it, without anybody to ask at Stripe. */
export async function makeSubscriptionCopy(
  workspaceId: WorkspaceId,
  change: Partial<typeof billingAccounts.$inferInsert> = {},
): Promise<void> {
  const prices = {
    seats: { includedUnits: 0, minorPerUnit: "1500" },
    artifacts: { includedUnits: 120, minorPerUnit: "10" },
    metrics: { includedUnits: 1_200, minorPerUnit: "1" },
    calls: { includedUnits: 1_200_000, minorPerUnit: "0.001" },
  };
  const line = { quantity: null, description: "" };
  await db()
    .insert(billingAccounts)
    .values({
      ...{ workspaceId, version: 1, livemode: false, customerId: "cus_copy", subscriptionId: "sub_copy" },
      ...{ status: "active", seats: 3, currency: "usd", cancelAtPeriodEnd: false },
      ...{ periodStart: day("2026-11-01"), periodEnd: day("2026-12-01"), syncedAt: day("2026-11-29") },
      email: "billing@laboratory.example",
      card: { brand: "visa", last4: "4242", expiryMonth: 4, expiryYear: 2030 },
      nextCharge: {
        ...{ currency: "usd", totalMinor: 4_642, at: "2026-12-01T00:00:00.000Z", prices },
        lines: [
          { ...line, item: "seats", quantity: 3, amountMinor: 4_500 },
          { ...line, item: "artifacts", quantity: 135, amountMinor: 142 },
          { ...line, item: "metrics", quantity: 610, amountMinor: 0 },
          { ...line, item: "calls", quantity: 1_138_000, amountMinor: 0 },
        ],
      },
      ...change,
    });
}
