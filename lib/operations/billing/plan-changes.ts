import { type BillingAccount, findBillingAccount } from "@/db/reads/billing";
import type { AuditEventName } from "@/lib/core/audit/events";
import { isLive } from "@/lib/core/billing/subscription";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { settings } from "@/lib/server/env";
import type { FromStripe } from "@/lib/server/stripe/client";
import { endWithPeriod, goOn, resume } from "@/lib/server/stripe/subscriptions";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn } from "../rights/revalidate-actor";
import { noPlans, refusedByStripe } from "./problems";
import { syncCustomer } from "./sync";

type Payer = ActorWith<"billing.manage">;
type Subscribed = BillingAccount & { subscriptionId: string; customerId: string; status: string };

/** At the end of the paid period; can be undone until then. Whether Free can hold the workspace is the caller's to ask. */
export function downgrade(actor: Payer): Promise<Outcome> {
  return changePlan(actor, "billing.downgraded", ({ subscriptionId, cancelAt, cancelAtPeriodEnd }) =>
    cancelAt || cancelAtPeriodEnd ? undefined : () => endWithPeriod(subscriptionId),
  );
}

export function undoDowngrade(actor: Payer): Promise<Outcome> {
  return changePlan(actor, "billing.downgrade_undone", (account) =>
    account.cancelAt || account.cancelAtPeriodEnd ? () => goOn(account.subscriptionId, account) : undefined,
  );
}

export function resumeSubscription(actor: Payer): Promise<Outcome> {
  return changePlan(actor, "billing.resumed", ({ subscriptionId, status }) =>
    status === "paused" ? () => resume(subscriptionId) : undefined,
  );
}

/** `choose` gives nothing where all is as it should be already. */
async function changePlan(
  actor: Payer,
  event: AuditEventName,
  choose: (account: Subscribed) => (() => Promise<FromStripe<unknown>>) | undefined,
): Promise<Outcome> {
  const account = await findSubscribed(actor);
  if (!account.ok) return account;
  const { customerId, subscriptionId } = account.value;
  const change = choose(account.value);
  if (!change) return done();
  // The entry comes first: if the change fails, the log says that it was asked for, never the other way round.
  const allowed = await actingIn(actor, "billing.manage", async (tx, revalidated) => {
    await recordAudit(tx, subjectOf(revalidated), {
      event,
      targetId: subscriptionId,
      targetName: actor.workspaceName,
    });
    return done();
  });
  if (!allowed.ok) return allowed;
  const changed = await change();
  if (!changed.ok) return refusedByStripe(changed);
  await syncCustomer(customerId);
  return done();
}

async function findSubscribed({ workspaceId }: Payer): Promise<Outcome<Subscribed>> {
  if (!settings().stripe) return noPlans;
  const account = await findBillingAccount(workspaceId);
  const { subscriptionId, customerId, status } = account ?? {};
  if (!account || !subscriptionId || !customerId || !status || !isLive(status))
    return refused("conflict", "This workspace has no subscription.");
  return done({ ...account, subscriptionId, customerId, status });
}
