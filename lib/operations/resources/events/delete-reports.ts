import type { Transaction } from "@/db/client";
import { listLogLines } from "@/db/reads/task-reports";
import { deleteReportsOfModel } from "@/db/writes/models";
import { deleteReportsOfTasks, replaceLog } from "@/db/writes/task-reports";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { TaskRecord } from "@/lib/core/resources/task";
import { isPublished } from "@/lib/core/resources/task-status";
import { now } from "@/lib/server/clock";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import { deleteReportedFilesOfModels } from "../files/delete-files-of-models";
import { deleteReportedFiles, urlsOfArtifacts, urlsReportedBy } from "../files/delete-reported-files";
import { lockModelToModify } from "../models/edit-models";
import { lockTaskToModify } from "../tasks/edit-tasks";
import { type ResourceUser, takingResourcesAway } from "../writing";

/** Everything that a task reported, what it counted for, and the files of its debug samples. */
export function deleteTaskReports(
  actor: ResourceUser,
  { taskId, allowsPublished }: { taskId: string; allowsPublished: boolean },
): Promise<Outcome<{ deleted: number }>> {
  return takingResourcesAway(actor, async (tx, revalidated, access) => {
    const found = await lockUnpublished(tx, actor.workspaceId, access, { taskId, allowsPublished });
    if (!found.ok) return found;
    const kept = urlsOfArtifacts(found.value.artifacts);
    const reporters = { kind: "task", workspaceId: actor.workspaceId, ids: [taskId] } as const;
    const gone = await urlsReportedBy(tx, reporters);
    await deleteReportedFiles(tx, actor.workspaceId, taskId, { gone, kept });
    const deleted = await deleteReportsOfTasks(tx, actor.workspaceId, [taskId]);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "task.reports_deleted",
      targetId: taskId,
      targetName: found.value.name,
      before: { reports: deleted },
    });
    return done({ deleted });
  });
}

/** The scalars, debug samples with their files, and plots of a model, and what all events of it counted for. */
export function deleteModelReports(
  actor: ResourceUser,
  { modelId, allowsPublished }: { modelId: string; allowsPublished: boolean },
): Promise<Outcome<{ deleted: number }>> {
  return takingResourcesAway(actor, async (tx, revalidated, access) => {
    const found = await lockModelToModify(tx, actor.workspaceId, access, modelId);
    if (!found.ok) return found;
    if (found.value.ready && !allowsPublished) {
      return refusedResource("model_ready", "What was reported of a published model can’t be deleted.");
    }
    await deleteReportedFilesOfModels(tx, actor.workspaceId, access, [found.value]);
    const deleted = await deleteReportsOfModel(tx, actor.workspaceId, modelId);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "model.reports_deleted",
      targetId: modelId,
      targetName: found.value.name,
      before: { reports: deleted },
    });
    return done({ deleted });
  });
}

/** The lines of a task's log that are older than so many seconds, or all of them. */
export function clearTaskLog(
  actor: ResourceUser,
  asked: { taskId: string; olderThanSeconds: number | undefined; allowsPublished: boolean },
): Promise<Outcome<{ deleted: number }>> {
  const { workspaceId } = actor;
  const { taskId, olderThanSeconds } = asked;
  return takingResourcesAway(actor, async (tx, revalidated, access) => {
    const found = await lockUnpublished(tx, workspaceId, access, asked);
    if (!found.ok) return found;
    const lines = await listLogLines(workspaceId, taskId, tx);
    const until =
      olderThanSeconds === undefined ? Number.POSITIVE_INFINITY : now().getTime() - olderThanSeconds * 1_000;
    const kept = lines.filter(({ atMs }) => atMs >= until);
    const gone = lines.filter(({ atMs }) => atMs < until);
    if (gone.length === 0) return done({ deleted: 0 });
    const freedBytes = gone.reduce((sum, line) => sum + Buffer.byteLength(line.text), 0);
    await replaceLog(tx, workspaceId, taskId, { lines: kept, freedBytes });
    await recordAudit(tx, subjectOf(revalidated), {
      event: "task.reports_deleted",
      targetId: taskId,
      targetName: found.value.name,
      before: { logLines: gone.length },
    });
    return done({ deleted: gone.length });
  });
}

async function lockUnpublished(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  { taskId, allowsPublished }: { taskId: string; allowsPublished: boolean },
): Promise<Outcome<TaskRecord>> {
  const found = await lockTaskToModify(tx, workspaceId, access, taskId);
  if (!found.ok || allowsPublished || !isPublished(found.value.status)) return found;
  return refusedResource("task_status", "What a published task reported can’t be deleted.");
}
