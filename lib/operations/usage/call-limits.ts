import { LRUCache } from "lru-cache";
import { sumCalls } from "@/db/reads/usage";
import { limitSentence, roomOf, type WorkspaceLimits } from "@/lib/core/billing/limits";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { dayOf } from "@/lib/core/usage/call-tally";
import { monthOf } from "@/lib/core/usage/usage";
import { now } from "@/lib/server/clock";
import { closeWorkspace } from "@/lib/server/closed-workspaces";
import { findLimitsOf } from "../billing/limits";

const longestKnownMs = 60_000;

type Earlier = { today: string; atMs: number; calls: number };
/** What was called before today, which hardly changes any more. */
const earlier = new LRUCache<WorkspaceId, Earlier>({ max: 10_000 });

/**
 * Closes the workspaces whose calls have reached the limit of the month, or whose subscription is paused, and opens
 * them again. Those are looked at that were called since the last time.
 */
export async function closeFullWorkspaces(workspaceIds: readonly WorkspaceId[]): Promise<void> {
  const limits = await findLimitsOf(workspaceIds);
  const counted = workspaceIds.filter((id) => limits.get(id)?.most.calls !== undefined);
  const calls = await callsThisMonth(counted);
  for (const id of workspaceIds) closeWorkspace(id, reasonOf(limits.get(id), calls.get(id) ?? 0));
}

function reasonOf(limits: WorkspaceLimits | undefined, calls: number): string | undefined {
  if (!limits || roomOf(limits, "calls", calls) > 0) return undefined;
  return limitSentence(limits, "calls");
}

async function callsThisMonth(workspaceIds: readonly WorkspaceId[]): Promise<Map<WorkspaceId, number>> {
  if (workspaceIds.length === 0) return new Map();
  const at = now();
  const today = dayOf(at);
  const first = monthOf(undefined, at).days[0] ?? today;
  const isKnown = (id: WorkspaceId) => {
    const known = earlier.get(id);
    return known?.today === today && at.getTime() - known.atMs < longestKnownMs;
  };
  const unknown = workspaceIds.filter((id) => !isKnown(id));
  const before = await sumCalls(unknown, { from: first, before: today });
  for (const id of unknown) earlier.set(id, { today, atMs: at.getTime(), calls: before.get(id) ?? 0 });
  const since = await sumCalls(workspaceIds, { from: today });
  return new Map(workspaceIds.map((id) => [id, (earlier.get(id)?.calls ?? 0) + (since.get(id) ?? 0)]));
}
