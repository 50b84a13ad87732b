import { isAdministrator, type Role } from "../workspace/role";

const dayMs = 86_400_000;

export const expiryChoices = ["never", "30", "60", "90", "date"] as const;
export type ExpiryChoice = (typeof expiryChoices)[number];

/** The most days that a workspace can allow; none: any end, and none at all. */
export const credentialLimits = [30, 60, 90, 180, 365] as const;
export type CredentialLimit = (typeof credentialLimits)[number] | null;

/** The most days for which somebody may make credentials themselves: what a workspace sets does not bind its admins. */
export function limitForRole(role: Role, daysOfWorkspace: number | null): number | null {
  return isAdministrator(role) ? null : daysOfWorkspace;
}

/** A date chosen as YYYY-MM-DD ends with that day in UTC. `undefined`: not a date, or not after `now`. */
export function expiryFrom(choice: ExpiryChoice, date: string, now: Date): Date | null | undefined {
  if (choice === "never") return null;
  if (choice !== "date") return new Date(now.getTime() + Number(choice) * dayMs);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const end = new Date(`${date}T23:59:59.999Z`);
  if (Number.isNaN(end.getTime()) || end.toISOString().slice(0, 10) !== date) return undefined;
  return end > now ? end : undefined;
}

/** What may be chosen where credentials may live for so many days. A date always may: its day is checked. */
export function expiriesWithin(days: number | null): ExpiryChoice[] {
  return expiryChoices.filter((choice) => {
    if (days === null || choice === "date") return true;
    return choice !== "never" && Number(choice) <= days;
  });
}

/** The last day, in UTC, on which credentials made now may still work, as YYYY-MM-DD. */
export function lastDayWithin(days: number, now: Date): string {
  return new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10);
}

export function isWithin(days: number | null, expiresAt: Date | null, now: Date): boolean {
  if (days === null) return true;
  return expiresAt !== null && expiresAt.toISOString().slice(0, 10) <= lastDayWithin(days, now);
}

/** The default expiration of credentials. They never outlive the credentials that created them. */
export function longestExpiry(days: number | null, now: Date, makers: Date | null = null): Date | null {
  const allowed = days === null ? null : new Date(now.getTime() + days * dayMs);
  if (allowed === null || makers === null) return allowed ?? makers;
  return allowed < makers ? allowed : makers;
}

export function isExpired(expiresAt: Date | null, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** Whether the expiration is near enough for a warning. */
export function expiresSoon(expiresAt: Date | null, now: Date): boolean {
  return expiresAt !== null && expiresAt.getTime() - now.getTime() < 7 * dayMs;
}
