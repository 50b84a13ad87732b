import type { UserId, WorkspaceId } from "../identifiers";

/** What made a call: API credentials, and the user or service account that they belong to. */
export type CallMaker = { workspaceId: WorkspaceId; accessKey: string; userId: UserId };

/** How many calls one process was asked for with some API credentials on one day, since the tally began. */
export type CallCount = CallMaker & { day: string; calls: number };

type Counted = CallCount & { stored: number };

const dayMs = 86_400_000;

/** A day in UTC, as in 2026-11-29. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/**
 * Counts calls in memory. Each count is the whole of a day since the tally began, so that one that is stored twice
 * counts once. API credentials are unique in the installation.
 */
export class CallTally {
  private dayNumber = 0;
  private day = "";
  private today = new Map<string, Counted>();
  private earlier: Counted[] = [];

  constructor(readonly id: string) {}

  count(by: CallMaker, atMs: number): void {
    const dayNumber = Math.floor(atMs / dayMs);
    // A clock that is set back doesn't begin a day again.
    if (dayNumber > this.dayNumber) this.beginDay(dayNumber);
    const known = this.today.get(by.accessKey);
    if (known) known.calls += 1;
    else {
      const { workspaceId, accessKey, userId } = by;
      this.today.set(accessKey, { workspaceId, accessKey, userId, day: this.day, calls: 1, stored: 0 });
    }
  }

  /** Those that rose since they were stored. */
  unstored(): CallCount[] {
    const rose = [...this.earlier, ...this.today.values()].filter(({ calls, stored }) => calls > stored);
    return rose.map(({ stored: _, ...count }) => count);
  }

  /** What `unstored` told was stored. Earlier days are forgotten with it. */
  wasStored(counts: readonly CallCount[]): void {
    const byKey = new Map(counts.map((count) => [`${count.day} ${count.accessKey}`, count.calls]));
    const note = (counted: Counted) => {
      const stored = byKey.get(`${counted.day} ${counted.accessKey}`);
      if (stored !== undefined) counted.stored = Math.max(counted.stored, stored);
    };
    for (const counted of this.today.values()) note(counted);
    for (const counted of this.earlier) note(counted);
    this.earlier = this.earlier.filter(({ calls, stored }) => calls > stored);
  }

  /** How many counts it remembers. */
  get size(): number {
    return this.earlier.length + this.today.size;
  }

  private beginDay(dayNumber: number): void {
    this.earlier.push(...this.today.values());
    this.today = new Map();
    this.dayNumber = dayNumber;
    this.day = dayOf(new Date(dayNumber * dayMs));
  }
}
