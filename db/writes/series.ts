import { sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Series } from "@/lib/core/resources/series";
import type { Transaction } from "../client";
import type { ReporterKind } from "../reads/reporters";
import type { SeriesRow } from "../reads/series";
import { modelScalars } from "../schema/model-reports";
import { taskScalars } from "../schema/task-reports";

/** Each series stands for its metric and variant whole. The row of the task or model is locked. */
export async function upsertSeries(
  tx: Transaction,
  workspaceId: WorkspaceId,
  kind: ReporterKind,
  rows: readonly SeriesRow[],
): Promise<void> {
  if (rows.length === 0) return;
  if (kind === "task") {
    const { workspaceId: workspace, taskId, metric, variant } = taskScalars;
    await tx
      .insert(taskScalars)
      .values(rows.map((row) => ({ ...valuesOf(workspaceId, row), taskId: row.reporterId })))
      .onConflictDoUpdate({ target: [workspace, taskId, metric, variant], set: replaced });
  } else {
    const { workspaceId: workspace, modelId, metric, variant } = modelScalars;
    await tx
      .insert(modelScalars)
      .values(rows.map((row) => ({ ...valuesOf(workspaceId, row), modelId: row.reporterId })))
      .onConflictDoUpdate({ target: [workspace, modelId, metric, variant], set: replaced });
  }
}

const excluded = (name: string) => sql.raw(`excluded.${name}`);
const replaced = {
  points: excluded("points"),
  stride: excluded("stride"),
  lastIteration: excluded("last_iteration"),
  lastValue: excluded("last_value"),
  lastAtMs: excluded("last_at_ms"),
  leastIteration: excluded("least_iteration"),
  leastValue: excluded("least_value"),
  leastAtMs: excluded("least_at_ms"),
  mostIteration: excluded("most_iteration"),
  mostValue: excluded("most_value"),
  mostAtMs: excluded("most_at_ms"),
};

function valuesOf(workspaceId: WorkspaceId, { metric, variant, series }: SeriesRow) {
  return { workspaceId, metric, variant, ...columnsOf(series) };
}

function columnsOf({ points, stride, last, least, most }: Series) {
  return {
    ...{ points, stride, lastIteration: last[0], lastValue: last[1], lastAtMs: last[2] },
    ...{ leastIteration: least[0], leastValue: least[1], leastAtMs: least[2] },
    ...{ mostIteration: most[0], mostValue: most[1], mostAtMs: most[2] },
  };
}
