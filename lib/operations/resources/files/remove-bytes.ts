import { inTransaction } from "@/db/client";
import { type Leftover, listLeftovers } from "@/db/reads/files";
import { forgetLeftovers, postponeLeftovers } from "@/db/writes/files";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { fileStore } from "@/lib/server/file-store/file-store";
import { logUnexpected } from "@/lib/server/log";

const leftoversAtOnce = 100;
const requestsAtOnce = 8;
/** Longer than an upload takes, whose bytes are left over until it is done. */
const uploadMs = 24 * 60 * 60_000;

/** Deletes bytes that nothing refers to, as far as they are few. What is left, and what fails, is for the sweep. */
export async function removeBytes(workspaceId: WorkspaceId, storedAs: readonly string[]): Promise<void> {
  if (storedAs.length === 0) return;
  try {
    const leftovers = storedAs.slice(0, leftoversAtOnce).map((each) => ({ workspaceId, storedAs: each }));
    const { removed, failed } = await removeEach(leftovers);
    await forget(removed);
    if (failed) logUnexpected(failed.error, "deleting files");
  } catch (error) {
    logUnexpected(error, "deleting files");
  }
}

export type Sweep = {
  /** How many were looked at. */
  found: number;
  /** What could not be deleted, and why the first of them could not. It is tried again a day later. */
  failed: { leftovers: Leftover[]; error: unknown } | undefined;
};

/** Deletes some of what is left over in all workspaces. One that can't be deleted keeps no other from it. */
export async function sweepLeftovers(): Promise<Sweep> {
  const leftovers = await listLeftovers(new Date(now().getTime() - uploadMs), leftoversAtOnce);
  const { removed, failed } = await removeEach(leftovers);
  await forget(removed);
  if (failed) await postpone(failed.leftovers);
  return { found: leftovers.length, failed };
}

async function removeEach(
  leftovers: readonly Leftover[],
): Promise<{ removed: Leftover[]; failed: Sweep["failed"] }> {
  const removed: Leftover[] = [];
  const problems: { leftover: Leftover; error: unknown }[] = [];
  const waiting = [...leftovers];
  const work = async () => {
    for (let leftover = waiting.shift(); leftover; leftover = waiting.shift()) {
      try {
        await fileStore().remove(leftover);
        removed.push(leftover);
      } catch (error) {
        problems.push({ leftover, error });
      }
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, work));
  const [first] = problems;
  const failed = first && { leftovers: problems.map(({ leftover }) => leftover), error: first.error };
  return { removed, failed };
}

// Not audited: the files were deleted before, and that is.
async function forget(leftovers: readonly Leftover[]): Promise<void> {
  for (const [workspaceId, storedAs] of byWorkspace(leftovers)) {
    await inTransaction((tx) => forgetLeftovers(tx, workspaceId, storedAs));
  }
}

// Not audited: nothing changes but when their bytes are deleted.
async function postpone(leftovers: readonly Leftover[]): Promise<void> {
  for (const [workspaceId, storedAs] of byWorkspace(leftovers)) {
    await inTransaction((tx) => postponeLeftovers(tx, workspaceId, storedAs, now()));
  }
}

function byWorkspace(leftovers: readonly Leftover[]): Map<WorkspaceId, string[]> {
  const grouped = new Map<WorkspaceId, string[]>();
  for (const { workspaceId, storedAs } of leftovers) {
    grouped.set(workspaceId, [...(grouped.get(workspaceId) ?? []), storedAs]);
  }
  return grouped;
}
