import { db } from "@/db/client";
import type { ProjectContents } from "@/db/reads/project-contents";
import {
  findProjects,
  listProjects,
  listProjectsBelow,
  type ProjectListOptions,
  type ProjectRecord,
} from "@/db/reads/projects";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ListRequest } from "@/lib/core/resources/list-request";
import type { CallerAccess } from "../../access/caller-access";
import { countBelow } from "./delete-project";

export type { ProjectListOptions, ProjectRecord };

export type Reader = { workspaceId: WorkspaceId; access: CallerAccess };

export async function findReadableProject(
  { workspaceId, access }: Reader,
  id: string,
): Promise<ProjectRecord | undefined> {
  if (!access.mayOf("project", "read", id)) return undefined;
  const [project] = await findProjects(workspaceId, [id], db());
  return project;
}

/** Those of which only the name may be known are left out. */
export function listReadableProjects(
  { workspaceId, access }: Reader,
  request: ListRequest,
  options: ProjectListOptions,
): Promise<ProjectRecord[]> {
  return listProjects(workspaceId, access.scope("read", "project"), request, options, db());
}

export type ContentsBelow = ProjectContents & { pipelines: number; filledDatasets: number };

/** What would be deleted with it; who may read it may read all of that. */
export async function countContentsOf(reader: Reader, id: string): Promise<ContentsBelow | undefined> {
  const project = await findReadableProject(reader, id);
  if (!project) return undefined;
  const below = await listProjectsBelow(reader.workspaceId, project.name, db());
  return countBelow(db(), reader.workspaceId, [project, ...below]);
}
