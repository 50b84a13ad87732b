import { and, eq } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { cleanupCredentials } from "../schema/cleanup-credentials";

type Row = typeof cleanupCredentials.$inferInsert;
type Place = { workspaceId: WorkspaceId; id: string };

export async function insertCleanupCredentials(tx: Transaction, row: Row): Promise<void> {
  await tx.insert(cleanupCredentials).values(row);
}

export async function updateCleanupCredentials(
  tx: Transaction,
  place: Place,
  change: Partial<Row>,
): Promise<void> {
  await tx.update(cleanupCredentials).set(change).where(isAt(place));
}

export async function deleteCleanupCredentials(tx: Transaction, place: Place): Promise<void> {
  await tx.delete(cleanupCredentials).where(isAt(place));
}

function isAt({ workspaceId, id }: Place) {
  return and(eq(cleanupCredentials.workspaceId, workspaceId), eq(cleanupCredentials.id, id));
}
