import { inTransaction } from "@/db/client";
import { type Leftover, listLeftovers } from "@/db/reads/files";
import { forgetLeftovers } from "@/db/writes/files";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { fileStore } from "@/lib/server/file-store/file-store";
import { logUnexpected } from "@/lib/server/log";

const leftoversAtOnce = 100;
/** Longer than an upload takes, whose bytes are left over until it is done. */
const uploadMs = 24 * 60 * 60_000;

/** Deletes bytes that nothing refers to. What fails is left to the sweep. */
export async function removeBytes(workspaceId: WorkspaceId, storedAs: readonly string[]): Promise<void> {
  if (storedAs.length === 0) return;
  try {
    await remove(storedAs.map((each) => ({ workspaceId, storedAs: each })));
  } catch (error) {
    logUnexpected(error, "deleting files");
  }
}

/** Deletes some of what is left over in all workspaces. Returns how many. */
export async function sweepLeftovers(): Promise<number> {
  const leftovers = await listLeftovers(new Date(now().getTime() - uploadMs), leftoversAtOnce);
  await remove(leftovers);
  return leftovers.length;
}

// Not audited: the files were deleted before, and that is.
async function remove(leftovers: readonly Leftover[]): Promise<void> {
  for (const leftover of leftovers) await fileStore().remove(leftover);
  const byWorkspace = new Map<WorkspaceId, string[]>();
  for (const { workspaceId, storedAs } of leftovers) {
    byWorkspace.set(workspaceId, [...(byWorkspace.get(workspaceId) ?? []), storedAs]);
  }
  for (const [workspaceId, storedAs] of byWorkspace) {
    await inTransaction((tx) => forgetLeftovers(tx, workspaceId, storedAs));
  }
}
