import type { Transaction } from "@/db/client";
import { modelPlots, modelSamples, modelScalars } from "@/db/schema/model-reports";
import { taskLogChunks, taskPlots, taskSamples, taskScalars } from "@/db/schema/task-reports";
import type { tasks } from "@/db/schema/tasks";
import { extendSeries, type Point, pointsToShow } from "@/lib/core/resources/series";
import type { DemoFiles } from "./demo-files/demo-files";
import { samplesOf } from "./demo-files/task-files";
import { plotsOf } from "./demo-plots";

const withSamples = 3;

type Row = typeof tasks.$inferInsert;

export type DemoReports = {
  scalars: (typeof taskScalars.$inferInsert)[];
  log: typeof taskLogChunks.$inferInsert;
  samples: (typeof taskSamples.$inferInsert)[];
  plots: (typeof taskPlots.$inferInsert)[];
};

/** What a training reported. The pictures of its debug samples are added to `files`. */
export function reportsOf(task: Row, index: number, folder: string, files: DemoFiles): DemoReports {
  return {
    scalars: scalarsOf(task, index),
    log: logOf(task),
    samples: index < withSamples ? samplesOf(task, index, folder, files) : [],
    plots: plotsOf(task, index),
  };
}

export async function insertReports(tx: Transaction, reports: readonly DemoReports[]): Promise<void> {
  await tx.insert(taskScalars).values(reports.flatMap(({ scalars }) => scalars));
  await tx.insert(taskLogChunks).values(reports.map(({ log }) => log));
  await tx.insert(taskSamples).values(reports.flatMap(({ samples }) => samples));
  await tx.insert(taskPlots).values(reports.flatMap(({ plots }) => plots));
}

/** What was reported of a model when its task ended, as much as it is of the task. */
export function reportsOfModel({ scalars, log, samples, plots }: DemoReports): DemoReports {
  const last = Math.max(...samples.map(({ iteration }) => iteration));
  return {
    scalars: scalars.filter(({ metric }) => metric === "val"),
    log: { ...log, lines: [] },
    samples: samples.filter(({ iteration }) => iteration === last),
    plots: plots.filter(({ iteration }) => iteration === last),
  };
}

export async function insertReportsOfModel(
  tx: Transaction,
  modelId: string,
  { scalars, samples, plots }: DemoReports,
): Promise<void> {
  await tx.insert(modelScalars).values(scalars.map(({ taskId: _, ...row }) => ({ ...row, modelId })));
  await tx.insert(modelSamples).values(samples.map(({ taskId: _, ...row }) => ({ ...row, modelId })));
  await tx.insert(modelPlots).values(plots.map(({ taskId: _, ...row }) => ({ ...row, modelId })));
}

/** As many bytes as the events take that the SDK sends of these reports. */
export function eventBytesOf({ scalars, log, samples, plots }: DemoReports): number {
  const { taskId: task, lines } = log;
  const events: object[] = [
    ...scalars.flatMap(({ metric, variant, points }) =>
      points.map(([iter, value, timestamp]) => ({
        ...{ timestamp, type: "training_stats_scalar", task, iter, metric, variant, value },
      })),
    ),
    ...lines.map(({ atMs, level, worker, text }) => ({
      ...{ timestamp: atMs, type: "log", task, level, worker, msg: text },
    })),
    ...samples.map(({ metric, variant, iteration: iter, url, reportedAt }) => ({
      ...{ timestamp: reportedAt.getTime(), type: "training_debug_image", task, iter, metric, variant, url },
    })),
    ...plots.map(({ metric, variant, iteration: iter, text, reportedAt }) => ({
      ...{ timestamp: reportedAt.getTime(), type: "plot", task, iter, metric, variant, plot_str: text },
    })),
  ];
  return events.reduce<number>((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0);
}

const metrics = [
  { metric: "val", variant: "mAP", value: (part: number, to: number) => to * (1 - Math.exp(-5 * part)) },
  { metric: "train", variant: "loss", value: (part: number) => 1.1 + 3.8 * Math.exp(-4 * part) },
  {
    metric: "val",
    variant: "recall",
    value: (part: number, to: number) => (to + 0.13) * (1 - Math.exp(-6 * part)),
  },
];

function scalarsOf(task: Row, index: number): (typeof taskScalars.$inferInsert)[] {
  const { start, iterations, stepMs } = paceOf(task);
  return metrics.flatMap(({ metric, variant, value }, which) => {
    const points = Array.from({ length: iterations }, (_, step): Point => {
      const wobble = 0.012 * Math.sin(step * 1.7 + index * 3 + which);
      return [step + 1, value((step + 1) / 50, 0.38 + 0.015 * (index % 9)) + wobble, start + step * stepMs];
    });
    const kept = extendSeries(undefined, points);
    if (!kept) return [];
    const { last, least, most, stride } = kept;
    return {
      ...{ workspaceId: task.workspaceId, taskId: task.id, metric, variant, stride },
      points: pointsToShow(kept),
      ...{ lastIteration: last[0], lastValue: last[1], lastAtMs: last[2] },
      ...{ leastIteration: least[0], leastValue: least[1], leastAtMs: least[2] },
      ...{ mostIteration: most[0], mostValue: most[1], mostAtMs: most[2] },
    };
  });
}

function logOf(task: Row): typeof taskLogChunks.$inferInsert {
  const { start, iterations, stepMs } = paceOf(task);
  const lines = Array.from({ length: iterations }, (_, at) => ({
    atMs: start + at * stepMs,
    level: at === 24 ? "WARNING" : "INFO",
    worker: task.lastWorker ?? "gpu-05:gpu0",
    text:
      at === 24
        ? "3 images without labels skipped"
        : `epoch ${at + 1}/50  step 1000/1000  loss ${(1.2 + 3 / (at + 1)).toFixed(3)}  lr 4.1e-04`,
  }));
  return {
    ...{ workspaceId: task.workspaceId, taskId: task.id, number: 1, lines, lineCount: lines.length },
    ...{ firstAt: new Date(start), lastAt: new Date(start + (iterations - 1) * stepMs) },
  };
}

/** One iteration after the other, up to the last report of the task. */
function paceOf(task: Row) {
  const start = (task.startedAt ?? task.createdAt).getTime();
  const iterations = task.lastIteration ?? 0;
  return { start, iterations, stepMs: Math.round((task.updatedAt.getTime() - start) / iterations) };
}
