import type { WorkspaceId } from "../identifiers";

/** What is charged by use, beyond what a plan includes. */
export const meterNames = ["artifacts", "metrics", "calls"] as const;
export type MeterName = (typeof meterNames)[number];

/**
 * Stored bytes are a level: what counts is the last reading of a period. Calls are a flow: the readings add up. Stripe
 * is told in whole units, rounded up.
 */
export const stripeMeters: Record<
  MeterName,
  { eventName: string; aggregation: "last" | "sum"; unitSize: number; unit: string }
> = {
  artifacts: { eventName: "steward_artifacts_gb", aggregation: "last", unitSize: 1_000_000_000, unit: "GB" },
  metrics: { eventName: "steward_metrics_mb", aggregation: "last", unitSize: 1_000_000, unit: "MB" },
  calls: { eventName: "steward_api_calls", aggregation: "sum", unitSize: 1, unit: "API call" },
};

const hourMs = 3_600_000;
const oldestMs = 35 * 24 * hourMs;
/** Stripe takes what is 35 days old; a reading on its way must not become too old. */
const marginMs = hourMs;

export function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / hourMs) * hourMs);
}

/** The hours that are over at `now`, after the one that was read last; of those that Stripe still takes. */
export function hoursToRead(lastRead: Date, now: Date): Date[] {
  const end = hourOf(now).getTime();
  const first = Math.max(hourOf(lastRead).getTime() + hourMs, end - oldestMs + 2 * marginMs);
  const count = Math.max(0, (end - first) / hourMs);
  return Array.from({ length: count }, (_, at) => new Date(first + at * hourMs));
}

/** Whether Stripe still takes a reading of that hour. */
export function isSendable(hour: Date, now: Date): boolean {
  return now.getTime() - hour.getTime() < oldestMs - marginMs;
}

/** Stripe knows an identifier for a day; the hour before that is left alone. */
const identifierKnownMs = 23 * hourMs;

/**
 * Whether a reading that was tried before may be with Stripe without Stripe knowing its identifier any more, so that
 * sending it again would count it twice. A level is not added up.
 */
export function mayCountTwice(
  { meter, hour, attempts }: { meter: MeterName; hour: Date; attempts: number },
  now: Date,
): boolean {
  return (
    stripeMeters[meter].aggregation === "sum" &&
    attempts > 1 &&
    now.getTime() - hour.getTime() >= identifierKnownMs
  );
}

/** The same however often a reading is sent. */
export function readingIdentifier(workspaceId: WorkspaceId, meter: MeterName, hour: Date): string {
  return `${workspaceId}:${meter}:${hour.toISOString().slice(0, 13)}`;
}

/** In the meter's units, rounded up. */
export function unitsOf(meter: MeterName, amount: number): number {
  return Math.ceil(amount / stripeMeters[meter].unitSize);
}
