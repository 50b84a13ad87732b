import type { taskSamples } from "@/db/schema/task-reports";
import type { tasks } from "@/db/schema/tasks";
import { evaluationReport, notes, perClassTable, weights } from "./contents";
import type { DemoFile, DemoFiles } from "./demo-files";
import { drawStreet } from "./street-picture";

type Task = typeof tasks.$inferInsert;

const checkpointBucket = "s3://acme-checkpoints";
const binary = "application/octet-stream";
const sampleCount = 8;
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
  return Array.from({ length: sampleCount }, (_, at) => {
    const variant = `predictions ${at + 1}`;
    const { uri, bytes } = files.add(folder, {
      path: `metrics/val/${variant}/street_${at + 1}.png`,
      contentType: "image/png",
      content: drawStreet(index * sampleCount + at),
    });
    return {
      ...{ workspaceId: task.workspaceId, taskId: task.id, metric: "val", variant },
      ...{ iteration: task.lastIteration ?? 0, url: uri, bytes, reportedAt: task.updatedAt },
    };
  });
}
