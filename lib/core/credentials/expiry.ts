const dayMs = 86_400_000;

export const expiryChoices = ["never", "30", "60", "90", "date"] as const;
export type ExpiryChoice = (typeof expiryChoices)[number];

/** A date chosen as YYYY-MM-DD ends with that day in UTC. `undefined`: not a date, or not after `now`. */
export function expiryFrom(choice: ExpiryChoice, date: string, now: Date): Date | null | undefined {
  if (choice === "never") return null;
  if (choice !== "date") return new Date(now.getTime() + Number(choice) * dayMs);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const end = new Date(`${date}T23:59:59.999Z`);
  if (Number.isNaN(end.getTime()) || end.toISOString().slice(0, 10) !== date) return undefined;
  return end > now ? end : undefined;
}

export function isExpired(expiresAt: Date | null, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** Whether the end is near enough to warn of. */
export function expiresSoon(expiresAt: Date | null, now: Date): boolean {
  return expiresAt !== null && expiresAt.getTime() - now.getTime() < 7 * dayMs;
}
