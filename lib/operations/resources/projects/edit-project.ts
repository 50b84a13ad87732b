import type { Transaction } from "@/db/client";
import {
  findProjectIdsByName,
  findProjects,
  listProjectsBelow,
  type ProjectRecord,
} from "@/db/reads/projects";
import { updateProject, updateProjectName } from "@/db/writes/projects";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import { nameIn } from "@/lib/core/resources/project-forms";
import { readProjectPath } from "@/lib/core/resources/project-path";
import { locationOf } from "@/lib/core/resources/project-words";
import { refusedResource } from "@/lib/core/resources/refusal";
import { reviewTexts, type SavedTexts, type TextsEdit } from "@/lib/core/resources/texts";
import { now } from "@/lib/server/clock";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import type { Revalidated } from "../../rights/revalidate-actor";
import { changingResources, type ResourceUser } from "../writing";
import { findPlace, makeMissingProjects, mayNotCreateProject } from "./ensure-project";

export const unknownProject = refusedResource("unknown_project", "There is no such project.");

export type ProjectDetails = {
  description?: string | undefined;
  defaultOutputDestination?: string | null | undefined;
  tags?: string[] | undefined;
  systemTags?: string[] | undefined;
};

/** With the projects that it is in, where these are missing. */
export function createProject(
  actor: ResourceUser,
  { name, details }: { name: string; details: ProjectDetails },
): Promise<Outcome<{ id: string }>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    const path = readProjectPath(name);
    if (!path.ok) return path;
    const place = await findPlace(tx, revalidated, path.value);
    if (place.existingId !== undefined) {
      return access.mayOf("project", "visible", place.existingId)
        ? nameTaken(path.value.name)
        : mayNotCreateProject;
    }
    const made = await makeMissingProjects(
      tx,
      revalidated,
      access,
      path.value,
      place,
      withoutUndefined(details),
    );
    return made.ok ? done({ id: made.value.projectId }) : made;
  });
}

type ProjectEdit = { projectId: string; name?: string | undefined; details: ProjectDetails };
type EditedProject = { updated: number; name?: string; basename?: string; updatedAt?: Date };

/** A new name is a whole path, and may differ from the former one in its last part. */
export function editProject(actor: ResourceUser, edit: ProjectEdit): Promise<Outcome<EditedProject>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    const found = await findProjectToModify(tx, actor.workspaceId, access, edit.projectId);
    return found.ok ? editProjectIn(tx, revalidated, found.value, edit) : found;
  });
}

/** Renames and describes a project, unless somebody else did meanwhile. The name is without its path. */
export function describeProject(
  actor: ResourceUser,
  { projectId, ...edit }: TextsEdit & { projectId: string },
): Promise<Outcome<SavedTexts>> {
  return changingResources(actor, async (tx, revalidated, access) => {
    const found = await findProjectToModify(tx, actor.workspaceId, access, projectId);
    if (!found.ok) return found;
    const project = found.value;
    const { basename, description, tags } = project;
    const { change, told } = reviewTexts({ name: basename, description, tags }, edit);
    if (!change) return done(told);
    const edited = await editProjectIn(tx, revalidated, project, {
      ...(change.name === basename ? {} : { name: nameIn(locationOf(project.name), change.name) }),
      details: { description: change.description, tags: [...change.tags] },
    });
    return edited.ok ? done(told) : edited;
  });
}

async function editProjectIn(
  tx: Transaction,
  revalidated: Revalidated<"resources.use">,
  project: ProjectRecord,
  { name, details }: Omit<ProjectEdit, "projectId">,
): Promise<Outcome<EditedProject>> {
  const { workspaceId } = revalidated;
  const change = withoutUndefined(details);
  const renamed = name === undefined ? undefined : await readNewName(tx, workspaceId, project, name);
  if (renamed && !renamed.ok) return renamed;
  const to = renamed?.value;
  if (!to && Object.keys(change).length === 0) return done({ updated: 0 });
  const at = now();
  if (to) await updateProjectName(tx, workspaceId, project, { ...to, at });
  await updateProject(tx, workspaceId, project.id, { ...change, updatedAt: at });
  const { tags, systemTags, description } = change;
  const after = { name: to?.name, tags, systemTags, description };
  const changed = (source: object) =>
    Object.fromEntries(
      Object.entries(source).filter(([key]) => after[key as keyof typeof after] !== undefined),
    );
  const before = {
    name: project.name,
    tags: project.tags,
    systemTags: project.systemTags,
    description: project.description,
  };
  await recordAudit(tx, subjectOf(revalidated), {
    event: "project.edited",
    targetId: project.id,
    targetName: project.name,
    before: changed(before),
    after: changed(after),
  });
  return done({ updated: 1, updatedAt: at, ...to });
}

export async function findProjectToModify(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  projectId: string,
): Promise<Outcome<ProjectRecord>> {
  if (!access.mayOf("project", "read", projectId)) return unknownProject;
  if (!access.may("modify", projectId)) {
    return refusedResource("not_modifiable", "You may read this project, and not change it.");
  }
  const [project] = await findProjects(workspaceId, [projectId], tx);
  return project ? done(project) : unknownProject;
}

async function readNewName(
  tx: Transaction,
  workspaceId: WorkspaceId,
  project: ProjectRecord,
  text: string,
): Promise<Outcome<{ name: string; basename: string }>> {
  const path = readProjectPath(text);
  if (!path.ok) return path;
  const { name, basename } = path.value;
  if (locationOf(name) !== locationOf(project.name)) {
    return refusedResource("project_location", "The name differs in the projects that it is in.");
  }
  if (name !== project.name) {
    const reason = await whyNotNamed(tx, workspaceId, project, name);
    if (reason) return reason;
  }
  return done({ name, basename });
}

/** Why a project, with all below it, can't have another whole name. */
export async function whyNotNamed(
  tx: Transaction,
  workspaceId: WorkspaceId,
  project: Pick<ProjectRecord, "name">,
  name: string,
) {
  const own = readProjectPath(name);
  if (!own.ok) return own;
  if ((await findProjectIdsByName(workspaceId, [name], tx)).size > 0) return nameTaken(name);
  for (const below of await listProjectsBelow(workspaceId, project.name, tx)) {
    const path = readProjectPath(name + below.name.slice(project.name.length));
    if (!path.ok) return path;
  }
  return undefined;
}

function nameTaken(name: string) {
  return refusedResource("name_taken", `A project named “${name}” already exists.`);
}

function withoutUndefined<T extends object>(fields: T) {
  const named = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
