import type { PlanId } from "./plans";

/** What the copy of a subscription says of what its workspace may use. */
export type SubscriptionCopy = {
  subscriptionId: string;
  /** Stripe's word, which may be one that this version does not know. */
  status: string;
  seats: number | null;
  periodEnd: Date | null;
  cancelAt: Date | null;
  cancelAtPeriodEnd: boolean;
  unpaidSince: Date | null;
  paymentUrl: string | null;
  livemode: boolean;
};

export type BillingNotice =
  /** The first payment is not confirmed yet. */
  | { kind: "unconfirmed"; paymentUrl: string | null }
  /** Pro until `graceEndsAt`. */
  | { kind: "payment_failed"; graceEndsAt: Date; paymentUrl: string | null }
  /** The grace period is over, or Stripe gave up. */
  | { kind: "unpaid"; paymentUrl: string | null }
  | { kind: "paused" }
  /** Pro until `endsAt`, and then Free; can be undone until then. */
  | { kind: "ending"; endsAt: Date | null }
  | { kind: "ended" }
  /** Not entitled: nobody knows what the word means. To be logged. */
  | { kind: "unknown_status"; status: string }
  /** The copy is of another mode than the key: a test subscription gives nothing on a live server. */
  | { kind: "other_mode" };

export type Entitlement = {
  plan: PlanId;
  /** A paused subscription keeps what is there, and takes no more. */
  isReadOnly: boolean;
  notice: BillingNotice | null;
};

export const graceDays = 14;
const dayMs = 86_400_000;

const free = (notice: BillingNotice | null): Entitlement => ({ plan: "free", isReadOnly: false, notice });
const pro = (notice: BillingNotice | null): Entitlement => ({ plan: "pro", isReadOnly: false, notice });

/** What a workspace may use. No subscription: Free. */
export function entitlementOf(
  copy: SubscriptionCopy | null,
  { now, livemode }: { now: Date; livemode: boolean },
): Entitlement {
  if (!copy) return free(null);
  if (copy.livemode !== livemode) return free({ kind: "other_mode" });
  const { status, paymentUrl } = copy;
  switch (status) {
    case "trialing":
    case "active":
      return pro(endingNotice(copy));
    case "past_due":
      return entitlementInGrace(copy, now);
    case "paused":
      return { plan: "pro", isReadOnly: true, notice: { kind: "paused" } };
    case "incomplete":
      return free({ kind: "unconfirmed", paymentUrl });
    case "unpaid":
      return free({ kind: "unpaid", paymentUrl });
    case "incomplete_expired":
      return free(null);
    case "canceled":
      return free({ kind: "ended" });
    default:
      return free({ kind: "unknown_status", status });
  }
}

function entitlementInGrace({ unpaidSince, paymentUrl }: SubscriptionCopy, now: Date): Entitlement {
  const graceEndsAt = new Date((unpaidSince ?? now).getTime() + graceDays * dayMs);
  return now < graceEndsAt
    ? pro({ kind: "payment_failed", graceEndsAt, paymentUrl })
    : free({ kind: "unpaid", paymentUrl });
}

function endingNotice({ cancelAt, cancelAtPeriodEnd, periodEnd }: SubscriptionCopy): BillingNotice | null {
  if (cancelAt) return { kind: "ending", endsAt: cancelAt };
  return cancelAtPeriodEnd ? { kind: "ending", endsAt: periodEnd } : null;
}

/** Whether a subscription can still become, or be, anything: another one may only be made where none can. */
export function isLive(status: string): boolean {
  return status !== "canceled" && status !== "incomplete_expired";
}

/** In which states Stripe charges for what is used. */
export const meteredStatuses = ["active", "trialing", "past_due", "unpaid"];

/** The most that a status gives comes first; an unknown one gives nothing. */
const byWorth = [
  "active",
  "trialing",
  "past_due",
  "paused",
  "unpaid",
  "incomplete",
  "canceled",
  "incomplete_expired",
];

type Listed = { subscriptionId: string; status: string; createdAt: Date };

/** The one that counts of all that a customer ever had: the one that gives most, and of those the oldest live one. */
export function chooseSubscription<T extends Listed>(all: readonly T[]): T | null {
  const worth = ({ status }: T) => {
    const at = byWorth.indexOf(status);
    return at < 0 ? byWorth.indexOf("unpaid") : at;
  };
  const age = (each: T) => (isLive(each.status) ? 1 : -1) * each.createdAt.getTime();
  const sorted = [...all].sort(
    (a, b) => worth(a) - worth(b) || age(a) - age(b) || a.subscriptionId.localeCompare(b.subscriptionId),
  );
  return sorted[0] ?? null;
}
