import { inTransaction } from "@/db/client";
import { upsertCallCounts } from "@/db/writes/usage";
import { callsWereStored, unstoredCalls } from "@/lib/server/call-meter";
import { closeFullWorkspaces } from "./call-limits";

/** What fails is stored the next time: nothing is counted twice, whether the database had it or not. */
// Not audited: calls are counted, not audited.
export async function storeCalls(): Promise<void> {
  const unstored = unstoredCalls();
  if (unstored.counts.length === 0) return;
  await inTransaction((tx) => upsertCallCounts(tx, unstored.tally, unstored.counts));
  callsWereStored(unstored);
  await closeFullWorkspaces([...new Set(unstored.counts.map(({ workspaceId }) => workspaceId))]);
}
