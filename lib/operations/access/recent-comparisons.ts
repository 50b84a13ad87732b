import { LRUCache } from "lru-cache";
import type { Guard } from "@/lib/core/access/guards/guard";
import type { Compared } from "@/lib/core/access/previews/compare";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { sha256Hex } from "@/lib/server/crypto";

export type NamedGuard = Guard & { id: string };

const kept = new LRUCache<string, Compared<NamedGuard>>({ max: 16, ttl: 2 * 60_000 });

/** The key says all that a comparison depends on: a state of the workspace and what is compared with it. */
export function comparisonKey(workspaceId: WorkspaceId, version: number, about: unknown): string {
  return `${workspaceId} ${version} ${sha256Hex(JSON.stringify(about))}`;
}

/** What was compared a moment ago, so that each page of its list isn't worked out again. */
export async function keepComparison(
  key: string,
  compare: () => Promise<Compared<NamedGuard> | undefined>,
): Promise<Compared<NamedGuard> | undefined> {
  const known = kept.get(key);
  if (known) return known;
  const compared = await compare();
  if (compared) kept.set(key, compared);
  return compared;
}
