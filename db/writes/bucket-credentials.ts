import { and, eq } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { bucketCredentials } from "../schema/bucket-credentials";

export async function insertBucketCredentials(
  tx: Transaction,
  row: typeof bucketCredentials.$inferInsert,
): Promise<void> {
  await tx.insert(bucketCredentials).values(row);
}

export async function updateBucketCredentials(
  tx: Transaction,
  place: { workspaceId: WorkspaceId; userId: UserId; id: string },
  change: Partial<typeof bucketCredentials.$inferInsert>,
): Promise<void> {
  await tx.update(bucketCredentials).set(change).where(isAt(place));
}

export async function deleteBucketCredentials(
  tx: Transaction,
  place: { workspaceId: WorkspaceId; userId: UserId; id: string },
): Promise<void> {
  await tx.delete(bucketCredentials).where(isAt(place));
}

function isAt({ workspaceId, userId, id }: { workspaceId: WorkspaceId; userId: UserId; id: string }) {
  return and(
    eq(bucketCredentials.workspaceId, workspaceId),
    eq(bucketCredentials.userId, userId),
    eq(bucketCredentials.id, id),
  );
}
