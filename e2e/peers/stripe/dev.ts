import { setUpStripe } from "@/lib/operations/billing/set-up";
import { endpointSecret } from "./routes";
import { StripePeer } from "./stripe-peer";

/** For `npm run dev:billing`: a stand-in whose time goes by, set up for the Steward that is started beside it. */
export async function start(port: number): Promise<{ url: string; environment: Record<string, string> }> {
  const peer = await StripePeer.start(port);
  const environment = {
    STEWARD_STRIPE_SECRET_KEY: "sk_test_standin",
    STEWARD_STRIPE_WEBHOOK_SECRET: endpointSecret,
    STEWARD_STRIPE_API_URL: peer.url,
  };
  const before = { ...process.env };
  Object.assign(process.env, environment, {
    DATABASE_URL: "postgres://unused",
    STEWARD_SECRET_KEYS: `unused:${"A".repeat(43)}=`,
  });
  const outcome = await setUpStripe("usd");
  process.env = before;
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  peer.deliverAtOnce();
  setInterval(() => peer.world.advance(1), 1_000).unref();
  return { url: peer.url, environment };
}
