import type { Transaction } from "@/db/client";
import { models } from "@/db/schema/models";
import { queueEntries, queues } from "@/db/schema/queues";
import { tasks } from "@/db/schema/tasks";
import { workers } from "@/db/schema/workers";
import { recordAccessChanges } from "@/db/writes/access-changes";
import { insertProjects } from "@/db/writes/projects";
import type { ObjectType } from "@/lib/core/access/object-types";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { externalBytesOf } from "@/lib/core/usage/external-bytes";
import { ownFilesOrigin } from "@/lib/server/client-urls";
import { newId } from "@/lib/server/crypto";
import { datasetTasks, insertRegisteredDatasets } from "./demo-datasets";
import { DemoFiles } from "./demo-files/demo-files";
import { artifactsOf } from "./demo-files/task-files";
import { isTrained, modelsOf } from "./demo-models";
import {
  type DemoReports,
  eventBytesOf,
  insertReports,
  insertReportsOfModel,
  reportsOf,
  reportsOfModel,
} from "./demo-reports";
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
    demoProjects.map(({ name, description = "", tags = [], systemTags = [] }, index) => ({
      id: projectId(name) ?? "",
      parentId: projectId(name.split("/").slice(0, -1).join("/")),
      ...{ name, basename: name.split("/").at(-1) ?? name, description, tags, systemTags },
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
    row.externalBytes = externalBytesOf(row.artifacts ?? [], ownFilesOrigin());
  }
  const folderOf = ({ id }: Row) => folders.get(id) ?? "";
  const [running, finished, queued] = rows as [Row, Row, Row, ...Row[]];
  running.parentId = finished.id;
  const modelRows = modelsOf(rows, { projectId: projectId("vision"), ...made }, folderOf, files);
  const trained = rows.filter(isTrained);
  const reports = trained.map((task, index) => reportsOf(task, index, folderOf(task), files));
  for (const [index, task] of trained.entries())
    task.eventBytes = eventBytesOf(reports[index] as DemoReports);
  const ofModels = new Map(
    reports
      .filter(({ samples, plots }) => samples.length > 0 && plots.length > 0)
      .flatMap((report) => {
        const model = modelRows.find(({ taskId }) => taskId === report.log.taskId);
        return model ? [[model, reportsOfModel(report)] as const] : [];
      }),
  );
  for (const [model, report] of ofModels) model.eventBytes = eventBytesOf(report);
  const waiting = rows.filter(({ id, status }) => id === queued.id || status === "created").slice(0, 4);
  for (const row of waiting) row.status = "queued";
  rows.push(...datasetTasks(workspaceId, projectId, ownerOf(1), at));
  await tx.insert(tasks).values(rows);
  await tx.insert(models).values(modelRows);
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

  const { dataset, versions, views } = await insertRegisteredDatasets(tx, workspaceId, projectId, made);
  await insertReports(tx, reports);
  for (const [{ id }, report] of ofModels) await insertReportsOfModel(tx, id, report);

  const objects: [ObjectType, { id: string; projectId?: string | null | undefined }[]][] = [
    ["task", rows],
    ["model", modelRows],
    ["dataset", [dataset]],
    ["dataview", views],
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
    lastIteration: hasRun ? (status === "in_progress" ? 31 : 50) : null,
    lastWorker: hasRun ? (demoWorkers[index % 2]?.id ?? null) : null,
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
