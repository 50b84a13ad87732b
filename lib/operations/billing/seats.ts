import { inTransaction } from "@/db/client";
import { countPeople, findBillingAccount } from "@/db/reads/billing";
import { lockWorkspace } from "@/db/writes/audit-events";
import { claimDueSeatSyncs, deleteSeatSync, postponeSeatSync, type SeatSync } from "@/db/writes/stripe";
import { retryAt, seatChangeKey, seatsToPay } from "@/lib/core/billing/seats";
import { isLive } from "@/lib/core/billing/subscription";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { type FromStripe, isAnswerKept } from "@/lib/server/stripe/client";
import { listSubscriptionsOf, setSeats } from "@/lib/server/stripe/subscriptions";
import { recordAudit, subjectOfServer } from "../audit/audit";
import { syncCustomer } from "./sync";

const claimedForMs = 2 * 60_000;
const atOnce = 20;

/** Has Stripe charge for as many seats as there are people. Returns how many workspaces were looked at. */
export async function syncDueSeats(): Promise<number> {
  const startedAt = now();
  const due = await claimDueSeatSyncs(startedAt, new Date(startedAt.getTime() + claimedForMs), atOnce);
  for (const each of due) await syncSeatsOf(each);
  return due.length;
}

async function syncSeatsOf(request: SeatSync): Promise<void> {
  const outcome = await setPaidSeats(request.workspaceId);
  if (outcome.ok || outcome.problem === "not_found") return deleteSeatSync(request);
  return postponeSeatSync(request, retryAt(request.attempts, now()), outcome.code ?? outcome.problem);
}

/** Looks at Stripe first: what it charges for counts, not the copy. */
async function setPaidSeats(workspaceId: WorkspaceId): Promise<FromStripe<null>> {
  const account = await findBillingAccount(workspaceId);
  if (!account?.customerId || !account.subscriptionId || !isLive(account.status ?? "canceled"))
    return nothing;
  const { customerId, subscriptionId, version } = account;
  const listed = await listSubscriptionsOf(customerId);
  if (!listed.ok) return listed;
  const current = listed.value.find((each) => each.subscriptionId === subscriptionId);
  const target = seatsToPay(await countPeople(workspaceId));
  if (!current?.seatItemId || !isLive(current.status)) return nothing;
  if (current.seats !== target) {
    const item = { subscriptionId, seatItemId: current.seatItemId };
    const changed = await setSeats(item, target, seatChangeKey(workspaceId, target, version));
    if (!changed.ok) {
      // A newer copy makes another key, without which Stripe would repeat its error for a day.
      if (isAnswerKept(changed.problem)) await syncCustomer(customerId);
      return changed;
    }
    await inTransaction(async (tx) => {
      if (!(await lockWorkspace(tx, workspaceId))) return;
      await recordAudit(tx, subjectOfServer(workspaceId), {
        event: "billing.seats_changed",
        targetId: subscriptionId,
        before: { seats: current.seats },
        after: { seats: target },
      });
    });
  }
  const synced = await syncCustomer(customerId);
  return synced.ok ? nothing : synced;
}

const nothing = { ok: true, value: null } as const;
