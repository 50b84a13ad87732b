import { and, eq } from "drizzle-orm";
import type { UsageWarning } from "@/lib/core/billing/limits";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { usageWarnings } from "../schema/usage";

/** Whether this is the first time in the month. */
export async function insertWarning(
  tx: Transaction,
  workspaceId: WorkspaceId,
  month: string,
  { meter, threshold }: UsageWarning,
  at: Date,
): Promise<boolean> {
  const inserted = await tx
    .insert(usageWarnings)
    .values({ workspaceId, month, meter, threshold, warnedAt: at, holds: true })
    .onConflictDoNothing()
    .returning({ meter: usageWarnings.meter });
  return inserted.length > 0;
}

export async function updateWarning(
  tx: Transaction,
  workspaceId: WorkspaceId,
  month: string,
  { meter, threshold }: UsageWarning,
  holds: boolean,
): Promise<void> {
  await tx
    .update(usageWarnings)
    .set({ holds })
    .where(
      and(
        eq(usageWarnings.workspaceId, workspaceId),
        eq(usageWarnings.month, month),
        eq(usageWarnings.meter, meter),
        eq(usageWarnings.threshold, threshold),
      ),
    );
}
