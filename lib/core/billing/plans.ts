export const planIds = ["free", "pro"] as const;
export type PlanId = (typeof planIds)[number];

/** What is counted: people, bytes stored, bytes of events, and requests with API credentials in a calendar month (UTC). */
export const meters = ["users", "artifacts", "metrics", "calls"] as const;
export type Meter = (typeof meters)[number];

export type StorageMeter = Extract<Meter, "artifacts" | "metrics">;

export const mb = 1_000_000;
export const gb = 1_000_000_000;

/** A list price: so many US cents for each `per` that is begun. What is charged is for Stripe to say. */
export type ListPrice = { cents: number; per: number };

export type PlanItem = {
  /** Undefined where each one is paid for. */
  included: number | undefined;
  /** For what is used past it. Without a price, the plan ends there. */
  price: ListPrice | undefined;
};

export type Plan = { id: PlanId; name: string; items: Record<Meter, PlanItem> };

/** Every figure of the plans. */
export const plans: Record<PlanId, Plan> = {
  free: {
    id: "free",
    name: "Free",
    items: {
      users: { included: 3, price: undefined },
      artifacts: { included: 100 * gb, price: undefined },
      metrics: { included: 1 * gb, price: undefined },
      calls: { included: 1_000_000, price: undefined },
    },
  },
  pro: {
    id: "pro",
    name: "Pro",
    items: {
      users: { included: undefined, price: { cents: 1_500, per: 1 } },
      artifacts: { included: 120 * gb, price: { cents: 10, per: gb } },
      metrics: { included: 1_200 * mb, price: { cents: 1, per: mb } },
      calls: { included: 1_200_000, price: { cents: 100, per: 100_000 } },
    },
  },
};

export const listCurrency = "usd";
