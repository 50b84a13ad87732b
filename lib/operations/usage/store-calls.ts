import { inTransaction } from "@/db/client";
import { upsertCallCounts, upsertProjectCalls } from "@/db/writes/usage";
import { callsWereStored, unstoredCalls } from "@/lib/server/call-meter";
import { closeFullWorkspaces } from "./call-limits";

/** What fails is stored the next time: nothing is counted twice, whether the database had it or not. */
// Not audited: calls are counted, not audited.
export async function storeCalls(): Promise<void> {
  const unstored = unstoredCalls();
  const { tally, counts, projects } = unstored;
  if (counts.length === 0 && projects.length === 0) return;
  await inTransaction(async (tx) => {
    await upsertCallCounts(tx, tally, counts);
    if (projects.length > 0) await upsertProjectCalls(tx, tally, projects);
  });
  callsWereStored(unstored);
  await closeFullWorkspaces([...new Set(counts.map(({ workspaceId }) => workspaceId))]);
}
