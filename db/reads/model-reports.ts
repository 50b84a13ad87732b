import { and, asc, eq } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { models } from "../schema/models";
import { isAmong } from "./resource-filters";

/** In the order of their ids, held until the transaction ends: one batch of events of a model follows another. */
export async function lockModelsForReports(
  tx: Transaction,
  workspaceId: WorkspaceId,
  modelIds: readonly string[],
): Promise<{ id: string; ready: boolean }[]> {
  if (modelIds.length === 0) return [];
  return tx
    .select({ id: models.id, ready: models.ready })
    .from(models)
    .where(and(eq(models.workspaceId, workspaceId), isAmong(models.id, modelIds)))
    .orderBy(asc(models.id))
    .for("no key update");
}
