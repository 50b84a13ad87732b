import type { Reader, Transaction } from "@/db/client";
import {
  countProjectContents,
  listObjectUrlsOfProjects,
  listProjectUrls,
  type ProjectContents,
} from "@/db/reads/project-contents";
import { listProjectsBelow, type ProjectBelow } from "@/db/reads/projects";
import { deleteContents, updateProjectOfContents } from "@/db/writes/project-contents";
import { deleteProjects } from "@/db/writes/projects";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import { recordAudit, subjectOf } from "../../audit/audit";
import { queueDeletion } from "../../storage/queue-deletion";
import { deleteFilesOfProjects } from "../files/delete-files-of-projects";
import { type ResourceUser, takingResourcesAway } from "../writing";
import { findProjectToModify } from "./edit-project";

export type DeletedProject = {
  deleted: number;
  disassociatedTasks: number;
  deletedTasks: number;
  deletedModels: number;
  urls: { models: string[]; artifacts: string[] } | null;
};

export type ProjectToDelete = {
  projectId: string;
  force: boolean;
  deletesContents: boolean;
  /** With the files in buckets of what it holds, if that is deleted. */
  deletesObjects: boolean;
};

/** With those in it. What they hold is deleted too, or is in no project afterwards. */
export function deleteProject(
  actor: ResourceUser,
  { projectId, force, deletesContents, deletesObjects }: ProjectToDelete,
): Promise<Outcome<DeletedProject>> {
  const { workspaceId } = actor;
  return takingResourcesAway(actor, async (tx, revalidated, access) => {
    const found = await findProjectToModify(tx, workspaceId, access, projectId);
    if (!found.ok) return found;
    const project = found.value;
    const all = [project, ...(await listProjectsBelow(workspaceId, project.name, tx))];
    const reason = force ? undefined : await whyNotDeleted(tx, workspaceId, all);
    if (reason) return reason;
    const ids = all.map(({ id }) => id);
    const urls = deletesContents ? await listProjectUrls(workspaceId, ids, tx) : null;
    const objectUrls =
      deletesContents && deletesObjects ? await listObjectUrlsOfProjects(workspaceId, ids, tx) : [];
    if (deletesContents) await deleteFilesOfProjects(tx, workspaceId, access, ids);
    const counts = deletesContents
      ? await deleteContents(tx, workspaceId, ids)
      : await updateProjectOfContents(tx, workspaceId, ids, null);
    await deleteProjects(tx, workspaceId, ids);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "project.deleted",
      targetId: projectId,
      targetName: project.name,
      before: { name: project.name, projects: ids.length, ...counts, contentsDeleted: deletesContents },
    });
    const target = { type: "project" as const, id: projectId, name: project.name };
    const queued = await queueDeletion(tx, revalidated, access, target, { gone: objectUrls });
    const isLeft = (url: string) => !queued.has(url);
    return done({
      deleted: ids.length,
      disassociatedTasks: deletesContents ? 0 : counts.task,
      deletedTasks: deletesContents ? counts.task : 0,
      deletedModels: deletesContents ? counts.model : 0,
      urls: urls && { models: urls.models.filter(isLeft), artifacts: urls.artifacts.filter(isLeft) },
    });
  });
}

/** Projects that stand for a pipeline or a dataset are counted by themselves; the others by what they hold. */
export async function countBelow(
  on: Reader,
  workspaceId: WorkspaceId,
  projects: readonly Pick<ProjectBelow, "id" | "basename" | "systemTags">[],
): Promise<ProjectContents & { pipelines: number; filledDatasets: number }> {
  const pipelineIds = taggedIds(projects, "pipeline", ".pipelines");
  const datasetIds = taggedIds(projects, "dataset", ".datasets");
  const special = [...pipelineIds, ...datasetIds];
  const regularIds = projects.map(({ id }) => id).filter((id) => !special.includes(id));
  const regular = await countProjectContents(workspaceId, regularIds, on);
  const ofSpecial = await countProjectContents(workspaceId, special, on);
  return {
    ...regular,
    datasets: regular.datasets + ofSpecial.datasets,
    pipelines: ofSpecial.projectsWithControllers.filter((id) => pipelineIds.includes(id)).length,
    filledDatasets: ofSpecial.projectsWithTasks.filter((id) => datasetIds.includes(id)).length,
  };
}

function taggedIds(
  projects: readonly Pick<ProjectBelow, "id" | "basename" | "systemTags">[],
  tag: string,
  parentBasename: string,
): string[] {
  return projects
    .filter(({ basename, systemTags }) => systemTags.includes(tag) && basename !== parentBasename)
    .map(({ id }) => id);
}

async function whyNotDeleted(tx: Transaction, workspaceId: WorkspaceId, projects: readonly ProjectBelow[]) {
  const counts = await countBelow(tx, workspaceId, projects);
  if (counts.pipelines > 0) {
    return refusedResource("project_has_pipelines", "Archive their controllers, or use force=true.");
  }
  if (counts.filledDatasets > 0 || counts.datasets > 0) {
    return refusedResource("project_has_datasets", "Delete their versions, or use force=true.");
  }
  if (counts.nonArchivedTasks + counts.nonArchivedReports > 0) {
    return refusedResource("project_has_tasks", "Use force=true.");
  }
  return counts.nonArchivedModels > 0 ? refusedResource("project_has_models", "Use force=true.") : undefined;
}
