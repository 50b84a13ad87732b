import { deleteQueueEntries } from "@/db/writes/queues";
import { deleteReportsOfTasks } from "@/db/writes/task-reports";
import { deleteTasks as deleteTaskRows } from "@/db/writes/tasks";
import { done, type Outcome } from "@/lib/core/outcome";
import { resets, type StatusWords, whyNotDeleted } from "@/lib/core/resources/task-flow";
import { recordAudit, subjectOf } from "../../audit/audit";
import { queueDeletion } from "../../storage/queue-deletion";
import { deleteFilesOfTasks } from "../files/delete-files-of-tasks";
import {
  deleteReportedFiles,
  pathsOf,
  urlsOfArtifacts,
  urlsReportedBy,
} from "../files/delete-reported-files";
import { allOrNone, type ResourceUser, takingResourcesAway } from "../writing";
import { type Command, changeStatusIn, listStepIds } from "./change-status";
import { type EditedTask, lockTaskToModify } from "./edit-tasks";
import { type ClearedOutputs, clearOutputsIn } from "./task-outputs";

export type ResetTask = EditedTask & { dequeued: number } & ClearedOutputs;

export type TaskReset = {
  clearsAll: boolean;
  deletesModels: boolean;
  deletesFiles: boolean;
  /** Whether its files in buckets go, too. */
  deletesObjects: boolean;
};

/** What it reported and made goes, with the files of its debug samples, artifacts and models. */
export function resetTask(
  actor: ResourceUser,
  taskId: string,
  words: StatusWords,
  { clearsAll, deletesModels, deletesFiles, deletesObjects }: TaskReset,
): Promise<Outcome<ResetTask>> {
  const { workspaceId } = actor;
  return takingResourcesAway(actor, (tx, revalidated, access) =>
    allOrNone<ResetTask>(tx, async (part) => {
      const command = { tx: part, revalidated, access };
      const found = await lockTaskToModify(part, workspaceId, access, taskId);
      if (!found.ok) return found;
      const edited = await changeStatusIn(command, taskId, "task.status_changed", resets(words, clearsAll));
      if (!edited.ok) return edited;
      const clearing = { force: words.force, deletesModels, deletesFiles, deletesTask: false };
      const cleared = await clearOutputsIn(command, found.value, clearing);
      if (!cleared.ok) return cleared;
      const dequeued = await deleteQueueEntries(part, workspaceId, [taskId]);
      const { artifacts, name } = found.value;
      const { urls, reportedByModels, keptModelUrls } = cleared.value;
      const reported = await urlsReportedBy(part, { kind: "task", workspaceId, ids: [taskId] });
      const gone = [...reported, ...urlsOfArtifacts(artifacts), ...urls.models, ...reportedByModels];
      const kept = [...urlsOfArtifacts(edited.value.change.artifacts ?? artifacts), ...keptModelUrls];
      if (deletesFiles) await deleteReportedFiles(part, workspaceId, taskId, { gone, kept });
      const target = { type: "task" as const, id: taskId, name };
      const queued = deletesObjects
        ? await queueDeletion(part, revalidated, access, target, { gone, kept })
        : undefined;
      await deleteReportsOfTasks(part, workspaceId, [taskId]);
      return done({ ...edited.value, ...withoutQueued(cleared.value, queued), dequeued });
    }),
  );
}

export type TaskDeletion = {
  force: boolean;
  deletesModels: boolean;
  /** Whether its files in buckets go, too; those stored here always do. */
  deletesObjects: boolean;
  withSteps: boolean;
};

/** With everything that it reported and uploaded; of a pipeline with those of its steps that the actor may modify. */
export function deleteTask(
  actor: ResourceUser,
  taskId: string,
  { withSteps, deletesObjects, ...how }: TaskDeletion,
): Promise<Outcome<ClearedOutputs>> {
  return takingResourcesAway(actor, (tx, revalidated, access) =>
    allOrNone<ClearedOutputs>(tx, async (part) => {
      const command = { tx: part, revalidated, access };
      const steps = withSteps ? await listStepIds(command, taskId) : done([]);
      if (!steps.ok) return steps;
      const all: DeletedTask[] = [];
      for (const id of steps.value) {
        const deleted = await deleteTaskIn(command, id, { ...how, force: true });
        if (!deleted.ok) return deleted;
        all.push(deleted.value);
      }
      const deleted = await deleteTaskIn(command, taskId, how);
      if (!deleted.ok) return deleted;
      const cleared = [...all, deleted.value].reduce<ClearedOutputs>(
        (one, other) => together(one, other),
        nothingCleared,
      );
      if (!deletesObjects) return done(cleared);
      const gone = [...all, deleted.value].flatMap(({ urls, reported, reportedByModels }) => [
        ...reported,
        ...reportedByModels,
        ...urls.artifacts,
        ...urls.models,
      ]);
      const target = { type: "task" as const, id: taskId, name: deleted.value.name };
      const queued = await queueDeletion(part, revalidated, access, target, {
        gone,
        kept: cleared.keptModelUrls,
      });
      return done(withoutQueued(cleared, queued));
    }),
  );
}

/** Without the URLs of what is deleted later: nobody else has to. */
function withoutQueued(cleared: ClearedOutputs, queued: ReadonlySet<string> = new Set()): ClearedOutputs {
  const { models, artifacts } = cleared.urls;
  const isLeft = (url: string) => !queued.has(url);
  return { ...cleared, urls: { models: models.filter(isLeft), artifacts: artifacts.filter(isLeft) } };
}

const nothingCleared: ClearedOutputs = {
  ...{ updatedChildren: 0, updatedModels: 0, deletedModels: 0 },
  ...{ urls: { models: [], artifacts: [] }, reportedByModels: [], keptModelUrls: [] },
};

function together(one: ClearedOutputs, other: ClearedOutputs): ClearedOutputs {
  return {
    updatedChildren: one.updatedChildren + other.updatedChildren,
    updatedModels: one.updatedModels + other.updatedModels,
    deletedModels: one.deletedModels + other.deletedModels,
    urls: {
      models: [...new Set([...one.urls.models, ...other.urls.models])],
      artifacts: [...new Set([...one.urls.artifacts, ...other.urls.artifacts])],
    },
    reportedByModels: [...one.reportedByModels, ...other.reportedByModels],
    keptModelUrls: [...one.keptModelUrls, ...other.keptModelUrls],
  };
}

type DeletedTask = ClearedOutputs & { name: string; reported: string[] };

async function deleteTaskIn(
  command: Command,
  taskId: string,
  { force, deletesModels }: Pick<TaskDeletion, "force" | "deletesModels">,
): Promise<Outcome<DeletedTask>> {
  const { tx, revalidated, access } = command;
  const { workspaceId } = revalidated;
  const found = await lockTaskToModify(tx, workspaceId, access, taskId);
  if (!found.ok) return found;
  const reason = whyNotDeleted(found.value, force);
  if (!reason.ok) return reason;
  const cleared = await clearOutputsIn(command, found.value, {
    ...{ force, deletesModels, deletesFiles: true, deletesTask: true },
  });
  if (!cleared.ok) return cleared;
  const reported = await urlsReportedBy(tx, { kind: "task", workspaceId, ids: [taskId] });
  await deleteFilesOfTasks(tx, workspaceId, access, { ids: [taskId] }, pathsOf(cleared.value.keptModelUrls));
  await deleteTaskRows(tx, workspaceId, [taskId]);
  const { name, status, projectId } = found.value;
  await recordAudit(tx, subjectOf(revalidated), {
    event: "task.deleted",
    targetId: taskId,
    targetName: name,
    before: { name, status, project: projectId },
  });
  return done({ ...cleared.value, name, reported });
}
