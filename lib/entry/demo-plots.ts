import type { taskPlots } from "@/db/schema/task-reports";
import type { WorkspaceId } from "@/lib/core/identifiers";

type Task = { workspaceId: WorkspaceId; id: string; updatedAt: Date; lastIteration?: number | null };
type Plot = typeof taskPlots.$inferInsert;

const classes = ["car", "person", "bicycle"];

/** Figures as the SDK makes them of a confusion matrix and a curve. */
export function plotsOf({ workspaceId, id, updatedAt, lastIteration }: Task, index: number): Plot[] {
  const matrix = {
    data: [{ type: "heatmap", x: classes, y: classes, z: classes.map((_, row) => counts(row, index)) }],
    layout: { title: "Confusion matrix", xaxis: { title: "predicted" }, yaxis: { title: "actual" } },
  };
  const recall = Array.from({ length: 40 }, (_, at) => at / 39);
  const curve = {
    data: [
      { type: "scatter", mode: "lines", x: recall, y: recall.map((each) => 1 - 0.6 * each ** (4 + index)) },
    ],
    layout: { title: "Precision by recall", xaxis: { title: "recall" }, yaxis: { title: "precision" } },
  };
  const plot = (metric: string, variant: string, iteration: number, figure: object): Plot => ({
    ...{ workspaceId, taskId: id, metric, variant, iteration, text: JSON.stringify(figure) },
    ...{ sourceUrls: [], reportedAt: updatedAt },
  });
  const last = lastIteration ?? 0;
  return [
    ...[last - 20, last - 10, last].map((iteration) => plot("confusion matrix", "val", iteration, matrix)),
    plot("precision and recall", "val", last, curve),
  ];
}

function counts(row: number, index: number): number[] {
  return classes.map((_, column) => (row === column ? 900 + 20 * index : 30 + 7 * ((row + 2 * column) % 5)));
}
