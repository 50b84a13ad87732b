import { LRUCache } from "lru-cache";
import type { Guard } from "@/lib/core/access/guards/guard";
import type { Compared } from "@/lib/core/access/previews/compare";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
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
  compare: () => Promise<Outcome<Compared<NamedGuard>>>,
): Promise<Outcome<Compared<NamedGuard>>> {
  const known = kept.get(key);
  if (known) return done(known);
  const outcome = await compare();
  if (outcome.ok) kept.set(key, outcome.value);
  return outcome;
}
