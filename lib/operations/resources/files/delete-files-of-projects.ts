import type { Reader, Transaction } from "@/db/client";
import { listReportedModelsIn } from "@/db/reads/models";
import { countFilesOfProjects, listTaskIdsIn } from "@/db/reads/project-contents";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { CallerAccess } from "../../access/caller-access";
import { deleteReportedFilesOfModels, listReportedFilesOfModels } from "./delete-files-of-models";
import { deleteFilesOfTasks, listKeptFiles, type TasksToDelete } from "./delete-files-of-tasks";

const tasksAtOnce = 1_000;

/** Deletes the files of the tasks and models in the projects themselves, before these go. */
export async function deleteFilesOfProjects(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  projectIds: readonly string[],
): Promise<void> {
  const reported = await listReportedModelsIn(workspaceId, projectIds, tx);
  await deleteReportedFilesOfModels(tx, workspaceId, access, reported);
  for (const tasks of await batchesIn(tx, workspaceId, projectIds)) {
    await deleteFilesOfTasks(tx, workspaceId, access, tasks);
  }
}

/** How many that would delete. */
export async function countFilesToDelete(
  on: Reader,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  projectIds: readonly string[],
): Promise<{ files: number; bytes: number }> {
  const total = await countFilesOfProjects(workspaceId, projectIds, on);
  const count = (some: readonly { bytes: number }[], sign: 1 | -1) => {
    total.files += sign * some.length;
    for (const { bytes } of some) total.bytes += sign * bytes;
  };
  const gone = new Set(projectIds);
  const isOfGoneTask = (taskId: string | null) => taskId !== null && gone.has(access.projectOf(taskId) ?? "");
  for (const tasks of await batchesIn(on, workspaceId, projectIds)) {
    count(await listKeptFiles(on, workspaceId, access, tasks), -1);
  }
  const reported = await listReportedModelsIn(workspaceId, projectIds, on);
  for await (const files of listReportedFilesOfModels(on, workspaceId, access, reported)) {
    count(
      files.filter(({ taskId }) => !isOfGoneTask(taskId)),
      1,
    );
  }
  return total;
}

async function batchesIn(
  on: Reader,
  workspaceId: WorkspaceId,
  projectIds: readonly string[],
): Promise<TasksToDelete[]> {
  const gone = new Set(projectIds);
  const isGone: TasksToDelete["isGone"] = ({ projectId }) => projectId !== null && gone.has(projectId);
  const taskIds = await listTaskIdsIn(workspaceId, projectIds, on);
  return Array.from({ length: Math.ceil(taskIds.length / tasksAtOnce) }, (_, index) => ({
    ids: taskIds.slice(index * tasksAtOnce, (index + 1) * tasksAtOnce),
    isGone,
  }));
}
