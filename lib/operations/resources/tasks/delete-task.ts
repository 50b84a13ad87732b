import { deleteFilesOfTasks, releaseFilesOfTasks } from "@/db/writes/files";
import { deleteQueueEntries } from "@/db/writes/queues";
import { deleteReportsOfTasks } from "@/db/writes/task-reports";
import { deleteTasks as deleteTaskRows } from "@/db/writes/tasks";
import { done, type Outcome } from "@/lib/core/outcome";
import { resets, type StatusWords, whyNotDeleted } from "@/lib/core/resources/task-flow";
import { recordAudit, subjectOf } from "../../audit/audit";
import { deleteReportedFiles, pathsOf, urlsOfArtifacts } from "../files/delete-reported-files";
import { allOrNone, changingResources, type ResourceUser } from "../writing";
import { type Command, changeStatusIn, listStepIds } from "./change-status";
import { type EditedTask, lockTaskToModify } from "./edit-tasks";
import { type ClearedOutputs, clearOutputsIn } from "./task-outputs";

export type ResetTask = EditedTask & { dequeued: number } & ClearedOutputs;

export type TaskReset = { clearsAll: boolean; deletesModels: boolean; deletesFiles: boolean };

/** What it reported and made goes, with the files of its debug samples, artifacts and models. */
export function resetTask(
  actor: ResourceUser,
  taskId: string,
  words: StatusWords,
  { clearsAll, deletesModels, deletesFiles }: TaskReset,
): Promise<Outcome<ResetTask>> {
  const { workspaceId } = actor;
  return changingResources(actor, (tx, revalidated, access) =>
    allOrNone<ResetTask>(tx, async (part) => {
      const command = { tx: part, revalidated, access };
      const found = await lockTaskToModify(part, workspaceId, access, taskId);
      if (!found.ok) return found;
      const edited = await changeStatusIn(command, taskId, "task.status_changed", resets(words, clearsAll));
      if (!edited.ok) return edited;
      const clearing = { force: words.force, deletesModels, deletesTask: false };
      const cleared = await clearOutputsIn(command, found.value, clearing);
      if (!cleared.ok) return cleared;
      const dequeued = await deleteQueueEntries(part, workspaceId, [taskId]);
      if (deletesFiles) {
        const { artifacts } = found.value;
        const { urls, keptModelUrls } = cleared.value;
        const gone = [...urlsOfArtifacts(artifacts), ...urls.models];
        const kept = [...urlsOfArtifacts(edited.value.change.artifacts ?? artifacts), ...keptModelUrls];
        await deleteReportedFiles(part, workspaceId, taskId, { gone, kept });
      }
      await deleteReportsOfTasks(part, workspaceId, [taskId]);
      return done({ ...edited.value, ...cleared.value, dequeued });
    }),
  );
}

export type TaskDeletion = { force: boolean; deletesModels: boolean; withSteps: boolean };

/** With everything that it reported and uploaded; of a pipeline with those of its steps that the actor may modify. */
export function deleteTask(
  actor: ResourceUser,
  taskId: string,
  { withSteps, ...how }: TaskDeletion,
): Promise<Outcome<ClearedOutputs>> {
  return changingResources(actor, (tx, revalidated, access) =>
    allOrNone<ClearedOutputs>(tx, async (part) => {
      const command = { tx: part, revalidated, access };
      const steps = withSteps ? await listStepIds(command, taskId) : done([]);
      if (!steps.ok) return steps;
      const all: ClearedOutputs[] = [];
      for (const id of steps.value) {
        const deleted = await deleteTaskIn(command, id, { ...how, force: true });
        if (!deleted.ok) return deleted;
        all.push(deleted.value);
      }
      const deleted = await deleteTaskIn(command, taskId, how);
      return deleted.ok ? done([...all, deleted.value].reduce(together)) : deleted;
    }),
  );
}

function together(one: ClearedOutputs, other: ClearedOutputs): ClearedOutputs {
  return {
    updatedChildren: one.updatedChildren + other.updatedChildren,
    updatedModels: one.updatedModels + other.updatedModels,
    deletedModels: one.deletedModels + other.deletedModels,
    urls: {
      models: [...new Set([...one.urls.models, ...other.urls.models])],
      artifacts: [...new Set([...one.urls.artifacts, ...other.urls.artifacts])],
    },
    keptModelUrls: [...one.keptModelUrls, ...other.keptModelUrls],
  };
}

async function deleteTaskIn(
  command: Command,
  taskId: string,
  { force, deletesModels }: Omit<TaskDeletion, "withSteps">,
): Promise<Outcome<ClearedOutputs>> {
  const { tx, revalidated, access } = command;
  const { workspaceId } = revalidated;
  const found = await lockTaskToModify(tx, workspaceId, access, taskId);
  if (!found.ok) return found;
  const reason = whyNotDeleted(found.value, force);
  if (!reason.ok) return reason;
  const cleared = await clearOutputsIn(command, found.value, { force, deletesModels, deletesTask: true });
  if (!cleared.ok) return cleared;
  await deleteFilesOfTasks(tx, workspaceId, [taskId], pathsOf(cleared.value.keptModelUrls));
  await releaseFilesOfTasks(tx, workspaceId, [taskId]);
  await deleteTaskRows(tx, workspaceId, [taskId]);
  const { name, status, projectId } = found.value;
  await recordAudit(tx, subjectOf(revalidated), {
    event: "task.deleted",
    targetId: taskId,
    targetName: name,
    before: { name, status, project: projectId },
  });
  return cleared;
}
