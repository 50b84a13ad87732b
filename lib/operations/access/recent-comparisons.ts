import type { Guard } from "@/lib/core/access/guards/guard";
import type { Compared } from "@/lib/core/access/previews/compare";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { sha256Hex } from "@/lib/server/crypto";

export type NamedGuard = Guard & { id: string };

type Kept = { compared: Compared<NamedGuard>; until: number };

const most = 16;
const keptMs = 2 * 60_000;
const kept = new Map<string, Kept>();

/** The key says all that a comparison depends on: a state of the workspace and what is compared with it. */
export function comparisonKey(workspaceId: WorkspaceId, version: number, about: unknown): string {
  return `${workspaceId} ${version} ${sha256Hex(JSON.stringify(about))}`;
}

/** What was compared a moment ago, so that each page of its list isn't worked out again. */
export async function keepComparison(
  key: string,
  compare: () => Promise<Compared<NamedGuard> | undefined>,
): Promise<Compared<NamedGuard> | undefined> {
  const time = now().getTime();
  const known = kept.get(key);
  if (known && known.until > time) return known.compared;
  const compared = await compare();
  kept.delete(key);
  if (!compared) return undefined;
  kept.set(key, { compared, until: time + keptMs });
  for (const [each, { until }] of kept) if (until <= time || kept.size > most) kept.delete(each);
  return compared;
}
