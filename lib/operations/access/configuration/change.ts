import type { Transaction } from "@/db/client";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ConfigurationChanger } from "./author";
import type { StoredFacts } from "./facts";

/** What the writes of one application share. */
export type ConfigurationChange = {
  tx: Transaction;
  workspaceId: WorkspaceId;
  changer: ConfigurationChanger;
  facts: StoredFacts;
  at: Date;
};

/** The ids of new groups, by those that they have in the plan. */
export type NewGroupIds = ReadonlyMap<string, string>;

export function* inPieces<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
