import { listModelsInUse, lockModelsOfTask } from "@/db/reads/models";
import { listChildIds } from "@/db/reads/tasks";
import { unlinkOutput } from "@/db/writes/model-links";
import { deleteModels, updateModelMakers } from "@/db/writes/models";
import { markDeletedParent } from "@/db/writes/tasks";
import { done, type Outcome } from "@/lib/core/outcome";
import { deletedPrefix, type TaskRecord } from "@/lib/core/resources/task";
import { linkedModels } from "@/lib/core/resources/task-edits";
import { outputsToDelete, producedArtifactUrls, whyOutputsStay } from "@/lib/core/resources/task-outputs";
import { recordAudit, subjectOf } from "../../audit/audit";
import { deleteReportedFilesOfModels } from "../files/delete-files-of-models";
import { urlsReportedBy } from "../files/delete-reported-files";
import type { Command } from "./change-status";

export type ClearedOutputs = {
  updatedChildren: number;
  updatedModels: number;
  deletedModels: number;
  /** Where the files were of what is gone. */
  urls: { models: string[]; artifacts: string[] };
  /** What is gone with the models: debug samples and pictures in plots. */
  reportedByModels: string[];
  /** Where models that stay have their weights, debug samples and pictures. */
  keptModelUrls: string[];
};

export type Clearing = {
  force: boolean;
  deletesModels: boolean;
  /** Whether the files that are stored here of what models reported go with these. */
  deletesFiles: boolean;
  /** Whether the task goes too; else it begins anew. */
  deletesTask: boolean;
};

/** Deletes the draft models that a task made, and lets go of the others, and of its children if it goes itself. */
export async function clearOutputsIn(
  { tx, revalidated, access }: Command,
  task: TaskRecord,
  { force, deletesModels, deletesFiles, deletesTask }: Clearing,
): Promise<Outcome<ClearedOutputs>> {
  const { workspaceId } = revalidated;
  const linkedIds = linkedModels(task, "output").map(({ model }) => String(model));
  const outputs = await lockModelsOfTask(tx, workspaceId, task.id, linkedIds);
  const published = { status: "published", most: 1 } as const;
  const hasPublishedChildren = (await listChildIds(workspaceId, task.id, published, tx)).length > 0;
  const reason = whyOutputsStay(outputs, hasPublishedChildren, force);
  if (!reason.ok) return reason;
  const drafts = outputs.filter(({ ready }) => !ready).map(({ id }) => id);
  const inUse = new Set(await listModelsInUse(workspaceId, drafts, tx));
  const gone = deletesModels ? outputsToDelete(outputs, inUse, (id) => access.may("modify", id)) : [];
  for (const { id, name, uri, taskId } of gone) {
    if (taskId !== null && taskId !== task.id) await unlinkOutput(tx, workspaceId, taskId, id);
    const before = { name, uri: uri.slice(0, 500) };
    const event = "model.deleted";
    await recordAudit(tx, subjectOf(revalidated), { event, targetId: id, targetName: name, before });
  }
  const goneIds = gone.map(({ id }) => id);
  const reportedByModels = await urlsReportedBy(tx, { kind: "model", workspaceId, ids: goneIds });
  if (deletesFiles) await deleteReportedFilesOfModels(tx, workspaceId, access, gone);
  await deleteModels(tx, workspaceId, goneIds);
  const kept = outputs.filter(({ id }) => !goneIds.includes(id));
  const madeByIt = kept.filter(({ taskId }) => taskId === task.id).map(({ id }) => id);
  const marked = deletesTask ? madeByIt.filter((id) => !(deletesModels && inUse.has(id))) : [];
  await updateModelMakers(tx, workspaceId, marked, deletedPrefix + task.id);
  const released = madeByIt.filter((id) => !marked.includes(id));
  await updateModelMakers(tx, workspaceId, released, null);
  const keptIds = kept.map(({ id }) => id);
  const reportedByKept = await urlsReportedBy(tx, { kind: "model", workspaceId, ids: keptIds });
  const children = deletesTask ? await markDeletedParent(tx, workspaceId, task.id) : [];
  return done({
    updatedChildren: children.filter((id) => access.mayOf("task", "read", id)).length,
    updatedModels: marked.length,
    deletedModels: gone.length,
    urls: {
      models: [...new Set(gone.flatMap(({ uri }) => uri || []))],
      artifacts: producedArtifactUrls(task),
    },
    reportedByModels,
    keptModelUrls: [...kept.flatMap(({ uri }) => uri || []), ...reportedByKept],
  });
}
