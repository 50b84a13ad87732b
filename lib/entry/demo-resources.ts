import type { Transaction } from "@/db/client";
import { datasets, datasetVersions, dataviews } from "@/db/schema/datasets";
import { models } from "@/db/schema/models";
import { queueEntries, queues } from "@/db/schema/queues";
import { taskLogChunks, taskPlots, taskSamples, taskScalars } from "@/db/schema/task-reports";
import { tasks } from "@/db/schema/tasks";
import { workers } from "@/db/schema/workers";
import { recordAccessChanges } from "@/db/writes/access-changes";
import { insertProjects } from "@/db/writes/projects";
import type { ObjectType } from "@/lib/core/access/object-types";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { extendSeries, type Point, pointsToShow } from "@/lib/core/resources/series";
import { newId } from "@/lib/server/crypto";
import { DemoFiles } from "./demo-files/demo-files";
import { artifactsOf, samplesOf, weightsOf } from "./demo-files/task-files";
import { plotsOf } from "./demo-plots";
import { type DemoTask, demoProjects, demoQueues, demoTasks, demoWorkers } from "./demo-resource-plan";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const periodMs = 21 * 24 * hourMs;

type Row = typeof tasks.$inferInsert;

/** Projects, tasks and all that belongs to them, from the last three weeks before `at`. Their files are added to `files`. */
export async function insertDemoResources(
  tx: Transaction,
  workspaceId: WorkspaceId,
  owners: readonly UserId[],
  at: Date,
  files = new DemoFiles(null),
): Promise<void> {
  const ago = (ms: number) => new Date(at.getTime() - ms);
  const ownerOf = (index: number) => owners[index % owners.length] as UserId;
  const projectIds = new Map(demoProjects.map(({ name }) => [name, newId()]));
  const projectId = (name: string) => projectIds.get(name) ?? null;
  await insertProjects(
    tx,
    workspaceId,
    demoProjects.map(({ name, description = "", tags = [] }, index) => ({
      id: projectId(name) ?? "",
      parentId: projectId(name.split("/").slice(0, -1).join("/")),
      ...{ name, basename: name.split("/").at(-1) ?? name, description, tags },
      ...{ ownerUserId: ownerOf(index), createdAt: ago(periodMs), updatedAt: ago(hourMs * (index + 1)) },
    })),
  );
  const queueRows = demoQueues.map((name) => ({ id: newId(), name }));
  const made = { ownerUserId: ownerOf(0), createdAt: ago(periodMs), updatedAt: ago(periodMs) };
  await tx.insert(queues).values(queueRows.map((queue) => ({ workspaceId, ...queue, ...made })));
  const queueId = (name: string) => queueRows.find((queue) => queue.name === name)?.id ?? "";

  const rows = demoTasks.map((plan, index) => taskRow(workspaceId, plan, index, ownerOf(index), at));
  const folders = new Map<string, string>();
  for (const [index, row] of rows.entries()) {
    const project = demoTasks[index]?.project ?? "";
    const folder = `${project}/${row.name}.${row.id}`;
    folders.set(row.id, folder);
    Object.assign(row, { projectId: projectId(project), ...artifactsOf(row, index, folder, files) });
  }
  const folderOf = ({ id }: Row) => folders.get(id) ?? "";
  const [running, finished, queued] = rows as [Row, Row, Row, ...Row[]];
  running.parentId = finished.id;
  running.lastWorker = demoWorkers[0].id;
  const waiting = rows.filter(({ id, status }) => id === queued.id || status === "created").slice(0, 4);
  for (const row of waiting) row.status = "queued";
  await tx.insert(tasks).values(rows);
  await tx.insert(queueEntries).values(
    waiting.map(({ id }, place) => ({
      ...{ workspaceId, taskId: id, place },
      ...{ queueId: queueId("gpu-a100"), addedAt: ago((4 - place) * hourMs) },
    })),
  );
  await tx.insert(workers).values(
    demoWorkers.map(({ id, queue, gpus }, index) => ({
      ...{ workspaceId, id, userId: ownerOf(0), ip: null, queueIds: [queueId(queue)], timeoutSeconds: 600 },
      ...(index === 0 ? { queueId: queueId(queue), taskId: running.id } : {}),
      ...{ registeredAt: ago(periodMs), reportedAt: ago(index * 20 * minuteMs) },
      machineStats: { cpu_usage: [41], memory_used: [55_000], memory_free: [73_000], gpu_usage: [...gpus] },
    })),
  );

  const modelRows = rows
    .filter(({ type, status }) => type === "training" && (status === "completed" || status === "published"))
    .map((task, index) => ({
      ...{ workspaceId, id: newId(), projectId: task.projectId, taskId: task.id },
      ...{ name: `${task.name}, best`, uri: weightsOf(index, folderOf(task), files), framework: "PyTorch" },
      ...{ ready: task.status === "published", iteration: 50, tags: task.tags ?? [] },
      ...{ labels: { car: 1, person: 2 }, metadata: { opset: { key: "opset", type: "int", value: "17" } } },
      ...{ ownerUserId: task.ownerUserId, createdAt: task.updatedAt, updatedAt: task.updatedAt },
    }));
  await tx.insert(models).values(modelRows);
  const placed = { workspaceId, projectId: projectId("vision/.datasets"), ...made };
  const datasetRows = ["street-scenes", "dock-cameras", "warehouse-night"].map((name) => ({
    ...{ ...placed, id: newId(), name, tags: ["labelled"], comment: "Recorded by the field robots." },
  }));
  await tx.insert(datasets).values(datasetRows);
  const versions = datasetRows.flatMap(({ id }) =>
    ["1.0", "1.4"].map((name) => ({ workspaceId, id: newId(), datasetId: id, name, ...made })),
  );
  await tx
    .insert(datasetVersions)
    .values(versions.map((version) => ({ ...version, status: "published" as const })));
  const viewRows = ["Night scenes with people", "Cars, no rain"].map((name) => ({
    ...{ ...placed, id: newId(), projectId: projectId("vision/detector-v2"), name },
  }));
  await tx.insert(dataviews).values(viewRows);

  const trained = rows.filter(({ type, status }) => type === "training" && status !== "created");
  await tx.insert(taskScalars).values(trained.flatMap((task, index) => scalarsOf(task, index)));
  await tx.insert(taskLogChunks).values(trained.map((task) => logOf(task)));
  await tx
    .insert(taskSamples)
    .values(trained.slice(0, 3).flatMap((task, index) => samplesOf(task, index, folderOf(task), files)));
  await tx.insert(taskPlots).values(trained.flatMap((task, index) => plotsOf(task, index)));

  const objects: [ObjectType, { id: string; projectId?: string | null | undefined }[]][] = [
    ["task", rows],
    ["model", modelRows],
    ["dataset", datasetRows],
    ["dataview", viewRows],
    ["queue", queueRows],
    ["dataset_version", versions.map(({ id, datasetId }) => ({ id, projectId: datasetId }))],
  ];
  await recordAccessChanges(
    tx,
    workspaceId,
    objects.flatMap(([type, list]) =>
      list.map(({ id, projectId: parent }) => ({
        kind: "object_put" as const,
        object: { id, type, parent: parent ?? null },
      })),
    ),
  );
}

function taskRow(
  workspaceId: WorkspaceId,
  plan: DemoTask,
  index: number,
  ownerUserId: UserId,
  at: Date,
): Row {
  const { name, type, status } = plan;
  const age = index === 0 ? 3 * hourMs : (index * periodMs) / demoTasks.length + hourMs;
  const created = new Date(at.getTime() - age);
  const hasRun = status !== "created" && status !== "queued";
  const ended = hasRun && status !== "in_progress";
  const end = new Date(created.getTime() + hourMs);
  const updatedAt = status === "in_progress" ? new Date(at.getTime() - minuteMs) : hasRun ? end : created;
  return {
    ...{ workspaceId, id: newId(), name, type, status, ownerUserId, tags: plan.tags ?? [] },
    ...{ createdAt: created, statusChangedAt: updatedAt, updatedAt },
    startedAt: hasRun ? new Date(created.getTime() + minuteMs) : null,
    completedAt: ended ? end : null,
    publishedAt: status === "published" ? end : null,
    ...(status === "failed"
      ? { statusReason: "Process failed", statusMessage: "CUDA error: out of memory" }
      : {}),
    lastIteration: hasRun ? 50 : null,
    ...(status === "in_progress" ? { runtime: { progress: "62" } } : {}),
    script: {
      ...{ repository: "https://git.acme.example/vision/train.git", branch: "main", entry_point: "train.py" },
      ...{ version_num: "9c1e4f0a77d2b6318c55e0d1a4f9b2c3d4e5f607", working_dir: "." },
    },
    container: {
      image: "registry.acme.example/train:2.4",
      arguments:
        "--ipc=host --shm-size=16g -e OMP_NUM_THREADS=8 -e CLEARML_AGENT_GIT_PASS=not-a-real-password",
    },
    hyperparams: {
      Args: {
        lr: { section: "Args", name: "lr", value: "0.0041", type: "float" },
        epochs: { section: "Args", name: "epochs", value: "50", type: "int" },
        batch_size: { section: "Args", name: "batch_size", value: "32", type: "int" },
        image_size: {
          section: "Args",
          name: "image_size",
          value: String(640 + 320 * (index % 3)),
          type: "int",
        },
      },
    },
    configuration: {
      model: { name: "model", type: "yaml", value: "backbone: csp-l\nneck: pan\nclasses: [car, person]\n" },
    },
  };
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
  const start = (task.startedAt ?? task.createdAt).getTime();
  return metrics.flatMap(({ metric, variant, value }, which) => {
    const points = Array.from({ length: 50 }, (_, step): Point => {
      const wobble = 0.012 * Math.sin(step * 1.7 + index * 3 + which);
      return [step + 1, value((step + 1) / 50, 0.38 + 0.015 * (index % 9)) + wobble, start + step * minuteMs];
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
  const start = (task.startedAt ?? task.createdAt).getTime();
  const lines = Array.from({ length: 40 }, (_, at) => ({
    atMs: start + at * minuteMs,
    level: at === 30 ? "WARNING" : "INFO",
    worker: task.lastWorker ?? "gpu-05:gpu0",
    text:
      at === 30
        ? "3 images without labels skipped"
        : `epoch ${at + 1}/50  step 1000/1000  loss ${(1.2 + 3 / (at + 1)).toFixed(3)}  lr 4.1e-04`,
  }));
  return {
    ...{ workspaceId: task.workspaceId, taskId: task.id, number: 1, lines, lineCount: lines.length },
    ...{ firstAt: new Date(start), lastAt: new Date(start + 39 * minuteMs) },
  };
}
