import type { Transaction } from "@/db/client";
import { findProjectIdsByName } from "@/db/reads/projects";
import { insertProjects, type ProjectRow, touchProjects } from "@/db/writes/projects";
import { done, type Outcome } from "@/lib/core/outcome";
import { ancestorNames, type ProjectPath, readProjectPath } from "@/lib/core/resources/project-path";
import { refusedResource } from "@/lib/core/resources/refusal";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import type { Revalidated } from "../../rights/revalidate-actor";

export const mayNotCreateProject = refusedResource("not_modifiable", "You may not create projects there.");

export type EnsuredProject = { projectId: string; isNew: boolean };

/**
 * Finds a project by its whole name, or makes it with those that it is in, as far as the actor may. In one that is new
 * its maker may do everything, though `access` knows nothing of it yet. Nothing may be refused after it was made: a
 * refusal does not undo the transaction.
 */
export async function ensureProjectPath(
  tx: Transaction,
  revalidated: Revalidated<"resources.use">,
  access: CallerAccess,
  name: string,
): Promise<Outcome<EnsuredProject>> {
  const path = readProjectPath(name);
  if (!path.ok) return path;
  const place = await findPlace(tx, revalidated, path.value);
  if (place.existingId === undefined) return makeMissingProjects(tx, revalidated, access, path.value, place);
  // Who may not see it is told the same as if it did not exist.
  if (!access.mayOf("project", "read", place.existingId)) return mayNotCreateProject;
  return done({ projectId: place.existingId, isNew: false });
}

export type Place = {
  existingId: string | undefined;
  /** The innermost project on the way to it that exists. */
  parentId: string | null;
  missing: readonly string[];
};

export async function findPlace(
  tx: Transaction,
  { workspaceId }: Revalidated<"resources.use">,
  path: ProjectPath,
): Promise<Place> {
  const names = [...ancestorNames(path), path.name];
  const known = await findProjectIdsByName(workspaceId, names, tx);
  const parentName = names.findLast((each) => each !== path.name && known.has(each));
  return {
    existingId: known.get(path.name),
    parentId: parentName === undefined ? null : (known.get(parentName) ?? null),
    missing: names.filter((each) => !known.has(each)),
  };
}

type Details = Pick<ProjectRow, "description" | "defaultOutputDestination" | "tags" | "systemTags">;

/** The details are for the last of the path alone. */
export async function makeMissingProjects(
  tx: Transaction,
  revalidated: Revalidated<"resources.use">,
  access: CallerAccess,
  path: ProjectPath,
  { parentId: outermost, missing }: Place,
  details: Partial<Details> = {},
): Promise<Outcome<EnsuredProject>> {
  if (!access.mayCreate("project", outermost)) return mayNotCreateProject;
  const { workspaceId, userId } = revalidated;
  const at = now();
  const rows: ProjectRow[] = [];
  for (const name of missing) {
    rows.push({
      ...(name === path.name ? details : {}),
      ...{
        id: newId(),
        parentId: rows.at(-1)?.id ?? outermost,
        name,
        basename: name.split("/").at(-1) ?? name,
      },
      ...{ ownerUserId: userId, createdAt: at, updatedAt: at },
    });
  }
  await insertProjects(tx, workspaceId, rows);
  await touchProjects(tx, workspaceId, [outermost], at);
  for (const { id, name } of rows) {
    await recordAudit(tx, subjectOf(revalidated), {
      event: "project.created",
      targetId: id,
      targetName: name,
      after: { name },
    });
  }
  const last = rows.at(-1);
  if (!last) throw new Error("The path has no project that is missing.");
  return done({ projectId: last.id, isNew: true });
}
