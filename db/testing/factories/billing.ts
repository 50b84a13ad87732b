import { afterAll, beforeAll } from "vitest";
import { StripePeer } from "@/e2e/peers/stripe/stripe-peer";
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
