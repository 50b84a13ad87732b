import type { Transaction } from "@/db/client";
import { listProjectsBelow, type ProjectRecord } from "@/db/reads/projects";
import { updateProjectOfContents } from "@/db/writes/project-contents";
import { deleteProjects, touchProjects, updateProjectName, updateProjectParent } from "@/db/writes/projects";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import { readProjectPath } from "@/lib/core/resources/project-path";
import { refusedResource } from "@/lib/core/resources/refusal";
import { now } from "@/lib/server/clock";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import type { Revalidated } from "../../rights/revalidate-actor";
import { changingResources, type ResourceUser } from "../writing";
import { findProjectToModify, whyNotNamed } from "./edit-project";
import { findPlace, makeMissingProjects, mayNotCreateProject } from "./ensure-project";

const isInItself = refusedResource("project_under_itself", "A project can’t be moved into itself.");

/** The location is the whole name of the project to move into, which is made where it is missing; none is the top. */
export function moveProject(
  actor: ResourceUser,
  { projectId, location }: { projectId: string; location: string },
): Promise<Outcome<{ moved: number }>> {
  const { workspaceId } = actor;
  return changingResources(actor, async (tx, revalidated, access) => {
    const found = await findProjectToModify(tx, workspaceId, access, projectId);
    if (!found.ok) return found;
    const project = found.value;
    const parent = await findNewParent(tx, revalidated, access, project, location);
    if (!parent.ok) return parent;
    const name = nameIn(parent.value.name, project.basename);
    const reason = await whyNotNamed(tx, workspaceId, project, name);
    if (reason) return reason;
    const parentId = await parent.value.make();
    if (!parentId.ok) return parentId;
    const moved = await relocate(tx, workspaceId, project, { parentId: parentId.value, name });
    await touchProjects(tx, workspaceId, [project.parentId, parentId.value], now());
    await recordAudit(tx, subjectOf(revalidated), {
      event: "project.moved",
      targetId: projectId,
      targetName: project.name,
      before: { name: project.name },
      after: { name },
    });
    return done({ moved });
  });
}

type NewParent = { name: string; make: () => Promise<Outcome<string | null>> };

async function findNewParent(
  tx: Transaction,
  revalidated: Revalidated<"resources.use">,
  access: CallerAccess,
  project: ProjectRecord,
  location: string,
): Promise<Outcome<NewParent>> {
  const isTop = location.split("/").every((part) => part.trim() === "");
  const path = isTop ? undefined : readProjectPath(location);
  if (path && !path.ok) return path;
  const name = path?.value.name ?? "";
  if (name === project.name.slice(0, Math.max(0, project.name.lastIndexOf("/")))) {
    return refusedResource("project_same_place", "The project is there already.");
  }
  if (`${name}/`.startsWith(`${project.name}/`)) return isInItself;
  if (!path) {
    if (!access.mayMove(project.id, null)) return mayNotCreateProject;
    return done({ name, make: async () => done(null) });
  }
  const place = await findPlace(tx, revalidated, path.value);
  const { existingId } = place;
  if (existingId !== undefined) {
    if (!access.mayMove(project.id, existingId)) return mayNotCreateProject;
    return done({ name, make: async () => done(existingId) });
  }
  if (!access.mayCreate("project", place.parentId)) return mayNotCreateProject;
  const make = async () => {
    const made = await makeMissingProjects(tx, revalidated, access, path.value, place);
    return made.ok ? done(made.value.projectId) : made;
  };
  return done({ name, make });
}

function nameIn(parentName: string, basename: string): string {
  return parentName === "" ? basename : `${parentName}/${basename}`;
}

/** Returns how many have another name now. */
async function relocate(
  tx: Transaction,
  workspaceId: WorkspaceId,
  project: { id: string; name: string; basename: string },
  { parentId, name }: { parentId: string | null; name: string },
): Promise<number> {
  const { basename } = project;
  const below = await updateProjectName(tx, workspaceId, project, { name, basename, at: now() });
  await updateProjectParent(tx, workspaceId, project.id, parentId);
  return below + 1;
}

/** Moves everything that is in a project into another one, or to the top, and deletes it. */
export function mergeProject(
  actor: ResourceUser,
  { projectId, destinationId }: { projectId: string; destinationId: string | null },
): Promise<Outcome<{ movedEntities: number; movedProjects: number }>> {
  const { workspaceId } = actor;
  return changingResources(actor, async (tx, revalidated, access) => {
    const found = await findProjectToModify(tx, workspaceId, access, projectId);
    if (!found.ok) return found;
    const source = found.value;
    if (projectId === destinationId) {
      return refusedResource("project_same_place", "A project can’t be merged into itself.");
    }
    const destination =
      destinationId === null ? undefined : await findProjectToModify(tx, workspaceId, access, destinationId);
    if (destination && !destination.ok) return destination;
    const to = destination?.value;
    if (to?.name.startsWith(`${source.name}/`)) {
      return refusedResource("project_into_its_child", "A project can’t be merged into one that is in it.");
    }
    if (!mayPutEverything(access, destinationId)) return mayNotCreateProject;
    const children = (await listProjectsBelow(workspaceId, source.name, tx)).filter(
      ({ parentId }) => parentId === projectId,
    );
    for (const child of children) {
      const reason = await whyNotNamed(tx, workspaceId, child, nameIn(to?.name ?? "", child.basename));
      if (reason) return reason;
    }
    for (const child of children) {
      const name = nameIn(to?.name ?? "", child.basename);
      await relocate(tx, workspaceId, child, { parentId: destinationId, name });
    }
    const moved = await updateProjectOfContents(tx, workspaceId, [projectId], destinationId);
    await deleteProjects(tx, workspaceId, [projectId]);
    await touchProjects(tx, workspaceId, [destinationId], now());
    const movedEntities = Object.values(moved).reduce((sum, count) => sum + count, 0);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "project.merged",
      targetId: projectId,
      targetName: source.name,
      before: { name: source.name },
      after: { into: to?.name ?? null, entities: movedEntities, projects: children.length },
    });
    return done({ movedEntities, movedProjects: children.length });
  });
}

function mayPutEverything(access: CallerAccess, projectId: string | null): boolean {
  const types = ["project", "task", "model", "dataset", "dataview"] as const;
  return types.every((type) => access.mayCreate(type, projectId));
}
