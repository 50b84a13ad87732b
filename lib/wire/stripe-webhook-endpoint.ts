import { type Receipt, receiveDelivery } from "@/lib/operations/billing/webhook";
import { WireRefusal } from "./call";

type Answer = { status: number; headers: Record<string, string>; body: string };
type Delivery = {
  method: string | undefined;
  signature: string | undefined;
  readBody: (maxBytes: number) => Promise<Buffer> | Buffer;
};

/** Stripe's events are a few kilobytes; the largest invoices stay far below this. */
const mostBytes = 512 * 1024;

const statuses: Record<Receipt, number> = {
  stored: 200,
  known: 200,
  ignored: 200,
  refused: 400,
  not_configured: 404,
};

/** Takes the raw body: the signature is over its bytes. Says nothing of what was wrong to whoever sent it. */
export async function answerStripeDelivery({ method, signature, readBody }: Delivery): Promise<Answer> {
  if (method !== "POST") return plain(405, "Use POST.", { allow: "POST" });
  try {
    const receipt = await receiveDelivery(await readBody(mostBytes), signature);
    return plain(statuses[receipt], receipt);
  } catch (error) {
    if (!(error instanceof WireRefusal)) throw error;
    return plain(error.code === "busy" ? 503 : 413, error.code === "busy" ? "busy" : "too large");
  }
}

function plain(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers }, body };
}
