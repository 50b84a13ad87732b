import type { UserId, WorkspaceId } from "../identifiers";

/** What made a call: API credentials, and the user or service account that they belong to. */
export type CallMaker = { workspaceId: WorkspaceId; accessKey: string; userId: UserId };
/** The project that a call is about. */
export type CalledProject = { workspaceId: WorkspaceId; projectId: string };

/** How many calls one process was asked for on one day, since the tally began. */
export type CountOf<Of> = Of & { day: string; calls: number };
export type CallCount = CountOf<CallMaker>;
export type ProjectCallCount = CountOf<CalledProject>;

type Counted<Of> = { count: CountOf<Of>; stored: number };

const dayMs = 86_400_000;

/** A day in UTC, as in 2026-11-29. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/**
 * Counts calls in memory, by what `keyOf` tells apart. Each count is the whole of a day since the tally began, so that
 * one that is stored twice counts once.
 */
export class CallTally<Of extends CallMaker | CalledProject> {
  private dayNumber = 0;
  private day = "";
  private today = new Map<string, Counted<Of>>();
  private earlier: Counted<Of>[] = [];

  constructor(private readonly keyOf: (of: Of) => string) {}

  count(of: Of, atMs: number): void {
    const dayNumber = Math.floor(atMs / dayMs);
    // A clock that is set back doesn't begin a day again.
    if (dayNumber > this.dayNumber) this.beginDay(dayNumber);
    const key = this.keyOf(of);
    const known = this.today.get(key);
    if (known) known.count.calls += 1;
    else this.today.set(key, { count: { ...of, day: this.day, calls: 1 }, stored: 0 });
  }

  /** Those that rose since they were stored. */
  unstored(): CountOf<Of>[] {
    return [...this.earlier, ...this.today.values()].filter(isUnstored).map(({ count }) => ({ ...count }));
  }

  /** What `unstored` told was stored. Earlier days are forgotten with it. */
  wasStored(counts: readonly CountOf<Of>[]): void {
    const nameOf = (count: CountOf<Of>) => `${count.day} ${this.keyOf(count)}`;
    const byName = new Map(counts.map((count) => [nameOf(count), count.calls]));
    const note = (counted: Counted<Of>) => {
      const stored = byName.get(nameOf(counted.count));
      if (stored !== undefined) counted.stored = Math.max(counted.stored, stored);
    };
    for (const counted of this.today.values()) note(counted);
    for (const counted of this.earlier) note(counted);
    this.earlier = this.earlier.filter(isUnstored);
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

function isUnstored({ count, stored }: { count: { calls: number }; stored: number }): boolean {
  return count.calls > stored;
}

/** API credentials are unique in the installation. */
export function tallyByCredentials(): CallTally<CallMaker> {
  return new CallTally(({ accessKey }) => accessKey);
}

export function tallyByProject(): CallTally<CalledProject> {
  return new CallTally(({ workspaceId, projectId }) => `${workspaceId} ${projectId}`);
}
