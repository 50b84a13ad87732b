import { listModelsInUse } from "@/db/reads/models";
import { lockTask } from "@/db/reads/tasks";
import { markDeletedInput, unlinkOutput } from "@/db/writes/model-links";
import { deleteModels } from "@/db/writes/models";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import { recordAudit, subjectOf } from "../../audit/audit";
import { queueDeletion } from "../../storage/queue-deletion";
import { deleteReportedFilesOfModels } from "../files/delete-files-of-models";
import { urlsReportedBy } from "../files/delete-reported-files";
import { type ResourceUser, takingResourcesAway } from "../writing";
import { lockModelToModify } from "./edit-models";

/**
 * `deletesObjects`: with its file, debug samples and pictures in plots that are in buckets. Debug samples and pictures
 * that are stored here always go.
 */
export type ModelDeletion = { force: boolean; deletesObjects: boolean };

/** What tasks use, and what a published task made, is deleted by force alone. */
export function deleteModel(
  actor: ResourceUser,
  id: string,
  { force, deletesObjects }: ModelDeletion,
): Promise<Outcome<{ uri: string }>> {
  const { workspaceId } = actor;
  return takingResourcesAway(actor, async (tx, revalidated, access) => {
    const found = await lockModelToModify(tx, workspaceId, access, id);
    if (!found.ok) return found;
    const { name, uri, taskId } = found.value;
    const isUsed = (await listModelsInUse(workspaceId, [id], tx)).length > 0;
    if (isUsed && !force) return refusedResource("model_in_use", "Use force=True to delete it.");
    const maker = taskId === null ? undefined : await lockTask(tx, workspaceId, taskId);
    if (maker?.status === "published" && !force) {
      return refusedResource("model_maker_exists", "It is published. Use force=True to delete the model.");
    }
    const reported = deletesObjects
      ? await urlsReportedBy(tx, { kind: "model", workspaceId, ids: [id] })
      : [];
    await deleteReportedFilesOfModels(tx, workspaceId, access, [found.value]);
    if (isUsed) await markDeletedInput(tx, workspaceId, id);
    if (maker) await unlinkOutput(tx, workspaceId, maker.id, id);
    await deleteModels(tx, workspaceId, [id]);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "model.deleted",
      targetId: id,
      targetName: name,
      before: { name, uri: uri.slice(0, 500) },
    });
    if (deletesObjects) {
      await queueDeletion(tx, revalidated, access, { type: "model", id, name }, { gone: [uri, ...reported] });
    }
    return done({ uri });
  });
}
