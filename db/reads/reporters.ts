import { and, eq, type SQL, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { modelPlots, modelSamples } from "../schema/model-reports";
import { taskPlots, taskSamples } from "../schema/task-reports";
import { isChosen, type MetricChoice } from "./metrics";
import { isAmong } from "./resource-filters";

export type ReporterKind = "task" | "model";

/** What reports debug samples and plots: tasks and models have tables of their own for them. */
export type Reporter = { kind: ReporterKind; workspaceId: WorkspaceId; id: string };

/** Several tasks, or several models. */
export type Reporters = Omit<Reporter, "id"> & { ids: readonly string[] };

export type Reported = "samples" | "plots";

export const tableOf = (kind: ReporterKind, what: Reported) => sql.identifier(`${kind}_${what}`);
export const reporterColumn = (kind: ReporterKind) => sql.identifier(`${kind}_id`);

/** `from …` with the conditions that leave what one task or model reported. */
export function reportedBy({ kind, workspaceId, id }: Reporter, what: Reported): SQL {
  return sql`from ${tableOf(kind, what)} where workspace_id = ${workspaceId} and ${reporterColumn(kind)} = ${id}`;
}

export const sampleTables = { task: taskSamples, model: modelSamples } as const;
export const plotTables = { task: taskPlots, model: modelPlots } as const;
const tables = { samples: sampleTables, plots: plotTables } as const;

/** The column with the id of the task or of the model. */
export const reporterIds = {
  samples: { task: taskSamples.taskId, model: modelSamples.modelId },
  plots: { task: taskPlots.taskId, model: modelPlots.modelId },
} as const;

/** Whether a row is of one of them, and of the metrics if these are given. */
export function isOfReporters(
  what: Reported,
  { kind, workspaceId, ids }: Reporters,
  metrics?: readonly MetricChoice[] | undefined,
): SQL | undefined {
  const table = tables[what][kind];
  const column = reporterIds[what][kind];
  const [first, ...others] = ids;
  return and(
    eq(table.workspaceId, workspaceId),
    first !== undefined && others.length === 0 ? eq(column, first) : isAmong(column, ids),
    metrics && isChosen(table, metrics),
  );
}

export function only({ id, ...reporter }: Reporter): Reporters {
  return { ...reporter, ids: [id] };
}
