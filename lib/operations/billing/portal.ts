import { findBillingAccount } from "@/db/reads/billing";
import { done, type Outcome } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { settings } from "@/lib/server/env";
import { createPortalSession } from "@/lib/server/stripe/portal";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn } from "../rights/revalidate-actor";
import { noCustomer, noPlans, refusedByStripe } from "./problems";

/** Returns the URL of a page of Stripe's where the billing address or the way of payment is changed. */
export async function openPortal(
  actor: ActorWith<"billing.manage">,
  open: "billing_info" | "payment_methods",
): Promise<Outcome<{ url: string }>> {
  if (!settings().stripe) return noPlans;
  const account = await findBillingAccount(actor.workspaceId);
  const { customerId } = account ?? {};
  if (!customerId) return noCustomer;
  const allowed = await actingIn(actor, "billing.manage", async (tx, revalidated) => {
    await recordAudit(tx, subjectOf(revalidated), {
      event: "billing.portal_opened",
      targetId: customerId,
      targetName: actor.workspaceName,
    });
    return done();
  });
  if (!allowed.ok) return allowed;
  const session = await createPortalSession(customerId, open);
  return session.ok ? done({ url: session.value }) : refusedByStripe(session);
}
