import { LRUCache } from "lru-cache";
import type { WorkspaceId } from "@/lib/core/identifiers";

/** By the sentence for whoever is refused. Looked at again, twice a second, while calls of the workspace come. */
const closed = new LRUCache<WorkspaceId, string>({ max: 100_000 });

/** Why programs can't add anything to the workspace now. */
export function whyClosed(workspaceId: WorkspaceId): string | undefined {
  return closed.get(workspaceId);
}

export function closeWorkspace(workspaceId: WorkspaceId, sentence: string | undefined): void {
  if (sentence === undefined) closed.delete(workspaceId);
  else closed.set(workspaceId, sentence);
}
