import type { taskSamples } from "@/db/schema/task-reports";
import type { tasks } from "@/db/schema/tasks";
import { evaluationReport, notes, perClassTable, weights } from "./contents";
import type { DemoFile, DemoFiles } from "./demo-files";
import { drawStreet } from "./street-picture";

type Task = typeof tasks.$inferInsert;

const checkpointBucket = "s3://acme-checkpoints";
const binary = "application/octet-stream";
const sampleCount = 8;
/** Of an iteration before the last one. */
const earlierSamples = [
  { metric: "train", variant: "mosaic 1" },
  { metric: "train", variant: "mosaic 2" },
  { metric: "val", variant: "predictions 1" },
  { metric: "val", variant: "predictions 2" },
  { metric: "val", variant: "predictions 3" },
  { metric: "val", variant: "predictions 4" },
];
const mostNotes = 8;

/** What a task that ran has as artifacts: a report and notes, and a table and weights if it trained. */
export function artifactsOf(
  task: Task,
  index: number,
  folder: string,
  files: DemoFiles,
): Pick<Task, "artifacts" | "artifactBytes"> {
  if (!task.startedAt) return { artifacts: [], artifactBytes: 0 };
  const contents: ({ key: string; type: string } & DemoFile)[] = [
    {
      ...{ key: "evaluation", type: "dict", path: "artifacts/evaluation/evaluation.json" },
      ...{ contentType: "application/json", content: evaluationReport(index) },
    },
  ];
  if (task.type === "training") {
    contents.push(
      {
        ...{ key: "per_class_ap", type: "pandas", path: "artifacts/per_class_ap/per_class_ap.csv" },
        ...{ contentType: "text/csv", content: perClassTable(index) },
      },
      {
        ...{ key: "last", type: "custom", path: "artifacts/last/last.safetensors" },
        ...{ contentType: binary, content: weights(index) },
      },
    );
  }
  if (index < mostNotes) {
    contents.push({
      ...{ key: "notes", type: "string", path: "artifacts/notes/notes.txt" },
      ...{ contentType: "text/plain", content: notes(task.name) },
    });
  }
  const timestamp = Math.round((task.completedAt ?? task.startedAt).getTime() / 1000);
  const stored = contents.map(({ key, type, ...file }) => {
    const { uri, bytes, sha256 } = files.add(folder, file);
    return { key, type, mode: "output", uri, content_size: bytes, hash: sha256, timestamp };
  });
  const artifacts =
    task.type === "training" ? [...stored, { ...checkpointsOf(index, folder), timestamp }] : stored;
  return { artifacts, artifactBytes: artifacts.reduce((sum, each) => sum + each.content_size, 0) };
}

/** All checkpoints of a training, in a bucket of the team: nobody uploads them to the demo. */
function checkpointsOf(index: number, folder: string) {
  const bytes = 410_000_000 + 37_000_000 * (index % 11);
  const uri = `${checkpointBucket}/${folder}/checkpoints.tar`;
  return { key: "checkpoints", type: "custom", mode: "output", uri, content_size: bytes };
}

/** The URI of the weights of a model. */
export function weightsOf(index: number, folder: string, files: DemoFiles): string {
  const file = { path: "models/best.safetensors", contentType: binary, content: weights(1_000 + index) };
  return files.add(folder, file).uri;
}

export function samplesOf(
  task: Task,
  index: number,
  folder: string,
  files: DemoFiles,
): (typeof taskSamples.$inferInsert)[] {
  const last = task.lastIteration ?? 0;
  const earlier = Math.floor((last * 2) / 3);
  const latest = Array.from({ length: sampleCount }, (_, at) => ({
    ...{ metric: "val", variant: `predictions ${at + 1}`, iteration: last },
    ...{ name: `street_${at + 1}`, picture: index * sampleCount + at },
  }));
  const before = earlierSamples.map((sample, at) => ({
    ...{ ...sample, iteration: earlier },
    ...{ name: `street_${at + 1}_${earlier}`, picture: 1_000 + index * sampleCount + at },
  }));
  const all = earlier < last ? [...latest, ...before] : latest;
  return all.map(({ metric, variant, iteration, name, picture }) => {
    const { uri, bytes } = files.add(folder, {
      path: `metrics/${metric}/${variant}/${name}.png`,
      contentType: "image/png",
      content: drawStreet(picture),
    });
    return {
      ...{ workspaceId: task.workspaceId, taskId: task.id, metric, variant },
      ...{ iteration, url: uri, bytes, reportedAt: task.updatedAt },
    };
  });
}
