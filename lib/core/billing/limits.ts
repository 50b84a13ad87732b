import { byteText } from "../resources/number-text";
import { type Meter, meters, type PlanId, plans } from "./plans";
import type { Entitlement } from "./subscription";

export type Figures = Record<Meter, number>;
export type OperatorLimits = Partial<Record<Meter, number | undefined>>;

/** What holds for a workspace: the limits that the operator set, or those of its plan. */
export type WorkspaceLimits = {
  by: "operator" | PlanId;
  /** What each bar is drawn against. */
  included: Record<Meter, number | undefined>;
  /** What can't be passed: without it, more can be used. */
  most: Record<Meter, number | undefined>;
  /** Nothing can be added, whatever is left: the subscription is paused. */
  isReadOnly: boolean;
};

/** Without Stripe there are no plans, and the operator's limits hold. */
export function limitsOf(
  entitlement: Pick<Entitlement, "plan" | "isReadOnly"> | undefined,
  operator: OperatorLimits,
): WorkspaceLimits {
  if (!entitlement) {
    const set = figuresOf((meter) => operator[meter]);
    return { by: "operator", included: set, most: set, isReadOnly: false };
  }
  const { items } = plans[entitlement.plan];
  return {
    by: entitlement.plan,
    included: figuresOf((meter) => items[meter].included),
    most: figuresOf((meter) => (items[meter].price ? undefined : items[meter].included)),
    isReadOnly: entitlement.isReadOnly,
  };
}

/** Whether nothing has to be counted before something is added. */
export function isUnlimited(limits: WorkspaceLimits, meter: Meter): boolean {
  return !limits.isReadOnly && limits.most[meter] === undefined;
}

/** How much more fits, as of now. */
export function roomOf(limits: WorkspaceLimits, meter: Meter, used: number): number {
  if (limits.isReadOnly) return 0;
  return Math.max(0, (limits.most[meter] ?? Number.POSITIVE_INFINITY) - used);
}

const nouns: Record<Meter, (most: number) => string> = {
  users: (most) => `${most.toLocaleString("en")} ${most === 1 ? "user" : "users"}`,
  artifacts: (most) => `${byteText(most)} of artifact storage`,
  metrics: (most) => `${byteText(most)} of metrics storage`,
  calls: (most) => `${most.toLocaleString("en")} API calls a month`,
};

const remedies: Record<Meter, string> = {
  users: "Ask an admin to free a seat",
  artifacts: "Delete artifacts or files",
  metrics: "Delete tasks, or what they reported",
  calls: "Wait for the next month, which begins on the 1st in UTC",
};

/** Why nothing can be added, and no setting changed. */
export const readOnlySentence =
  "The subscription of this workspace is paused, so nothing can be added or changed. Ask an admin to resume it under Usage & billing.";

/** Why no more can be added, and who can do what about it. */
export function limitSentence(limits: WorkspaceLimits, meter: Meter): string {
  if (limits.isReadOnly) return readOnlySentence;
  const most = nouns[meter](limits.most[meter] ?? 0);
  const wayUp =
    limits.by === "operator"
      ? "ask the operator of this server to raise the limit"
      : "ask an admin to upgrade under Usage & billing";
  const whose = limits.by === "operator" ? "this workspace" : `the ${plans[limits.by].name} plan`;
  return `The limit of ${whose} is ${most}. ${remedies[meter]}, or ${wayUp}.`;
}

/** In percent of what is included, and what is worth a warning. */
export const warningThresholds = [80, 100] as const;
export type WarningThreshold = (typeof warningThresholds)[number];
export type UsageWarning = { meter: Meter; threshold: WarningThreshold };

export function percentOf(included: number, used: number): number {
  return included === 0 ? 100 : Math.floor((used * 100) / included);
}

/** The highest threshold that each meter has reached. */
export function warningsOf({ included }: Pick<WorkspaceLimits, "included">, used: Figures): UsageWarning[] {
  return meters.flatMap((meter) => {
    const of = included[meter];
    if (of === undefined) return [];
    const threshold = warningThresholds.findLast((each) => percentOf(of, used[meter]) >= each);
    return threshold === undefined ? [] : [{ meter, threshold }];
  });
}

function figuresOf<T>(of: (meter: Meter) => T): Record<Meter, T> {
  return { users: of("users"), artifacts: of("artifacts"), metrics: of("metrics"), calls: of("calls") };
}
