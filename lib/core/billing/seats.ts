import type { WorkspaceId } from "../identifiers";

/** Changes of members within this time are told to Stripe as one. */
export const seatDebounceMs = 10_000;

/** Nobody can pay for no seat. */
export function seatsToPay(people: number): number {
  return Math.max(1, people);
}

/** The same for one change, however often it is tried; another once the copy of the subscription is a newer one. */
export function seatChangeKey(workspaceId: WorkspaceId, target: number, version: number): string {
  return `seats:${workspaceId}:${target}:${version}`;
}

/** When a failed attempt is made again: after a minute, two, four, and so on up to six hours. */
export function retryAt(attempts: number, now: Date): Date {
  const minutes = Math.min(2 ** Math.max(0, attempts - 1), 360);
  return new Date(now.getTime() + minutes * 60_000);
}
