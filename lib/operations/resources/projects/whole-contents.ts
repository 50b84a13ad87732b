import { db } from "@/db/client";
import { countObjectsOfProjects, countProjectContents } from "@/db/reads/project-contents";
import { findProjects, listProjectsBelow } from "@/db/reads/projects";
import { done, type Outcome } from "@/lib/core/outcome";
import type { ProjectContents } from "@/lib/core/resources/project-words";
import { accessOfActor } from "../../access/caller-access";
import { countFilesToDelete } from "../files/delete-files-of-projects";
import type { ResourceUser } from "../writing";
import { unknownProject } from "./edit-project";

/** Of a project that the actor may modify, and so reads with everything below it. */
export async function countWholeContents(
  actor: ResourceUser,
  { projectId }: { projectId: string },
): Promise<Outcome<ProjectContents>> {
  const { workspaceId } = actor;
  const access = await accessOfActor(actor);
  if (!access.mayOf("project", "modify", projectId)) return unknownProject;
  const [project] = await findProjects(workspaceId, [projectId], db());
  if (!project) return unknownProject;
  const below = await listProjectsBelow(workspaceId, project.name, db());
  const ids = [projectId, ...below.map(({ id }) => id)];
  const [counted, stored, objects] = await Promise.all([
    countProjectContents(workspaceId, ids, db()),
    countFilesToDelete(db(), workspaceId, access, ids),
    countObjectsOfProjects(workspaceId, ids, db()),
  ]);
  const { tasks, reports, models, datasets, dataviews } = counted;
  return done({
    projects: below.length,
    tasks: tasks + reports,
    models,
    datasets,
    dataviews,
    ...stored,
    objects,
  });
}
