import { and, eq, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { isAmong } from "../reads/resource-filters";
import { projects } from "../schema/projects";
import { recordNewObjects, recordPlaces, recordRemovals } from "./access-changes";
import { deleteRulesAbout } from "./access-rules";

export type ProjectRow = Omit<typeof projects.$inferInsert, "workspaceId">;

/** Each after the one that it is in. */
export async function insertProjects(
  tx: Transaction,
  workspaceId: WorkspaceId,
  rows: readonly ProjectRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.insert(projects).values(rows.map((row) => ({ ...row, workspaceId })));
  const placed = rows.map(({ id, parentId }) => ({ id, parent: parentId ?? null }));
  await recordNewObjects(tx, workspaceId, "project", placed);
}

type ProjectChange = Partial<
  Pick<ProjectRow, "description" | "defaultOutputDestination" | "tags" | "systemTags" | "updatedAt">
>;

export async function updateProject(
  tx: Transaction,
  workspaceId: WorkspaceId,
  id: string,
  change: ProjectChange,
): Promise<void> {
  await tx.update(projects).set(change).where(ofProject(workspaceId, id));
}

/** Says that something in them has changed. */
export async function touchProjects(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly (string | null | undefined)[],
  at: Date,
): Promise<void> {
  const known = [...new Set(ids.filter((id) => id != null))];
  if (known.length === 0) return;
  await tx
    .update(projects)
    .set({ updatedAt: at })
    .where(and(eq(projects.workspaceId, workspaceId), isAmong(projects.id, known)));
}

/** Gives a project another whole name, and with it all that are in it; the names of these begin with the former one. */
export async function updateProjectName(
  tx: Transaction,
  workspaceId: WorkspaceId,
  project: { id: string; name: string },
  to: { name: string; basename: string; at: Date },
): Promise<number> {
  await tx
    .update(projects)
    .set({ name: to.name, basename: to.basename, updatedAt: to.at })
    .where(ofProject(workspaceId, project.id));
  const below = await tx
    .update(projects)
    .set({
      name: sql`${to.name} || substr(${projects.name}, char_length(${project.name}::text) + 1)`,
      updatedAt: to.at,
    })
    .where(
      and(eq(projects.workspaceId, workspaceId), sql`starts_with(${projects.name}, ${`${project.name}/`})`),
    );
  return below.count;
}

export async function updateProjectParent(
  tx: Transaction,
  workspaceId: WorkspaceId,
  id: string,
  parentId: string | null,
): Promise<void> {
  await tx.update(projects).set({ parentId }).where(ofProject(workspaceId, id));
  await recordPlaces(tx, workspaceId, "project", [{ id, parent: parentId }]);
}

/** They are empty, or hold one another alone. */
export async function deleteProjects(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await deleteRulesAbout(tx, workspaceId, ids);
  await tx.delete(projects).where(and(eq(projects.workspaceId, workspaceId), isAmong(projects.id, ids)));
  await recordRemovals(tx, workspaceId, ids);
}

function ofProject(workspaceId: WorkspaceId, id: string) {
  return and(eq(projects.workspaceId, workspaceId), eq(projects.id, id));
}
