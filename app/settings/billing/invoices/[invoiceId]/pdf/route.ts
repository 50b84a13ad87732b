import { grant } from "@/lib/core/workspace/actor";
import { findInvoicePdf } from "@/lib/operations/billing/invoices";
import { currentActor } from "@/lib/server/current-actor";

export const dynamic = "force-dynamic";

/** Leads to the file at Stripe: its URL expires, so it is asked for at the click. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ invoiceId: string }> },
): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return new Response("Sign in first.", { status: 401 });
  const payer = grant(actor, "billing.manage");
  if (!payer) return new Response("Only admins can see invoices.", { status: 403 });
  const outcome = await findInvoicePdf(payer, (await params).invoiceId);
  const headers = { "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" };
  if (!outcome.ok) {
    const status = outcome.refusal.code === "not_found" ? 404 : 503;
    return new Response(outcome.refusal.message, { status, headers });
  }
  return new Response(null, { status: 302, headers: { ...headers, location: outcome.value.url } });
}
