import { and, eq, sql } from "drizzle-orm";
import type { StorageMeter } from "@/lib/core/billing/plans";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { beforeCommit, type Transaction } from "../client";
import { measureStored } from "../reads/usage-levels";
import { usageLevels } from "../schema/usage";

/** What was counted longer ago is counted anew, so that no mistake stays. */
export const longestUnmeasuredMs = 10 * 60_000;

/**
 * The bytes that are stored, as of now. Until the transaction ends, nobody else adds any: it is the last lock that a
 * transaction takes.
 */
export async function lockLevel(
  tx: Transaction,
  workspaceId: WorkspaceId,
  meter: StorageMeter,
  now: Date,
): Promise<number> {
  await lock(tx, workspaceId, meter);
  const [known] = await tx
    .select({ bytes: usageLevels.bytes, measuredAt: usageLevels.measuredAt })
    .from(usageLevels)
    .where(ofMeter(workspaceId, meter));
  if (known && now.getTime() - known.measuredAt.getTime() < longestUnmeasuredMs) return known.bytes;
  const bytes = await measureStored(tx, workspaceId, meter);
  await tx
    .insert(usageLevels)
    .values({ workspaceId, meter, bytes, measuredAt: now })
    .onConflictDoUpdate({
      target: [usageLevels.workspaceId, usageLevels.meter],
      set: { bytes, measuredAt: now },
    });
  return bytes;
}

/** After `lockLevel`, for what the same transaction adds, or takes away if negative. */
export async function raiseLevel(
  tx: Transaction,
  workspaceId: WorkspaceId,
  meter: StorageMeter,
  bytes: number,
): Promise<void> {
  if (bytes === 0) return;
  await tx
    .update(usageLevels)
    .set({ bytes: sql`${usageLevels.bytes} + ${bytes}::bigint` })
    .where(ofMeter(workspaceId, meter));
}

/** After something was deleted: whoever adds something next counts what is left. */
export function forgetLevel(workspaceId: WorkspaceId, meter: StorageMeter): void {
  beforeCommit(`level ${meter} ${workspaceId}`, async (tx) => {
    await lock(tx, workspaceId, meter);
    await tx.delete(usageLevels).where(ofMeter(workspaceId, meter));
  });
}

async function lock(tx: Transaction, workspaceId: WorkspaceId, meter: StorageMeter): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`level ${meter} ${workspaceId}`}, 0))`,
  );
}

function ofMeter(workspaceId: WorkspaceId, meter: StorageMeter) {
  return and(eq(usageLevels.workspaceId, workspaceId), eq(usageLevels.meter, meter));
}
