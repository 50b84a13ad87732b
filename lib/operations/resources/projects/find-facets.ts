import { createHash } from "node:crypto";
import { db } from "@/db/client";
import {
  type FacetPage,
  type FacetPlace,
  type FacetType,
  listMembersAmong,
  listMetadataKeys,
  listMetadataValues,
  listMetricVariants,
  listOwnerIds,
  listParameterNames,
  listParameterValues,
  listProjectOwnerIds,
  listTagsInUse,
  listTaskParents,
  type Paged,
  type TagFilter,
  type TagsInUse,
  type TaskParent,
} from "@/db/reads/project-facets";
import type { UserId } from "@/lib/core/identifiers";
import type { NamePattern } from "@/lib/core/resources/name-pattern";
import type { Reader } from "./find-projects";

export type { FacetPage, FacetType, Paged, TagFilter, TagsInUse };

/** Some projects, where null stands for none, with those in them or without; no list is the whole workspace. */
export type Projects = { projectIds?: readonly (string | null)[] | undefined; below: boolean };

function placeOf(
  { workspaceId, access }: Reader,
  type: FacetType | "project",
  projects: Projects,
): FacetPlace {
  return { workspaceId, scope: access.scope("read", type), ...projects };
}

export function findTags(
  reader: Reader,
  type: FacetType | "project",
  projects: Projects,
  filter: TagFilter,
): Promise<TagsInUse> {
  return listTagsInUse(type, placeOf(reader, type, projects), filter, db());
}

export type ShownParent = Omit<TaskParent, "projectName"> & { projectName?: string };

/** With the names of their projects as far as the reader may see these. */
export async function findTaskParents(
  reader: Reader,
  projects: Projects,
  wanted: { archived: boolean | undefined; name: NamePattern | undefined },
): Promise<ShownParent[]> {
  const parents = await listTaskParents(placeOf(reader, "task", projects), wanted, db());
  return parents.map(({ projectName, ...parent }) => {
    const { projectId } = parent;
    const shows = projectId !== null && reader.access.mayOf("project", "visible", projectId);
    return shows && projectName !== null ? { ...parent, projectName } : { ...parent, projectId: null };
  });
}

/** Members who made a task or a model there. */
export async function findOwners(
  reader: Reader,
  type: FacetType,
  projects: Projects,
): Promise<{ id: UserId; name: string }[]> {
  const ids = await listOwnerIds(type, placeOf(reader, type, projects), db());
  return listMembersAmong(reader.workspaceId, ids, db());
}

/** The ids of those who made something in the projects, or one of these, as far as the reader may see it. */
export async function findActiveUserIds(reader: Reader, projectIds: readonly string[]): Promise<UserId[]> {
  const projects = { projectIds, below: true };
  const ids = await Promise.all([
    listProjectOwnerIds(placeOf(reader, "project", projects), db()),
    listOwnerIds("task", placeOf(reader, "task", projects), db()),
    listOwnerIds("model", placeOf(reader, "model", projects), db()),
  ]);
  return [...new Set(ids.flat())];
}

/** With the hashes under which a task's last values are found. */
export async function findMetricVariants(
  reader: Reader,
  projects: Projects,
  taskIds: readonly string[] | undefined,
) {
  const found = await listMetricVariants(placeOf(reader, "task", projects), taskIds, db());
  return found.map(({ metric, variant }) => ({
    metric,
    metricHash: md5(metric),
    variant,
    variantHash: md5(variant),
  }));
}

function md5(name: string): string {
  return createHash("md5").update(name).digest("hex");
}

export function findParameterNames(reader: Reader, projects: Projects, page: FacetPage) {
  return listParameterNames(placeOf(reader, "task", projects), page, db());
}

export function findParameterValues(
  reader: Reader,
  projects: Projects,
  wanted: { section: string; name: string; pattern: NamePattern | undefined },
  page: FacetPage,
): Promise<Paged<string>> {
  return listParameterValues(placeOf(reader, "task", projects), wanted, page, db());
}

export function findMetadataKeys(reader: Reader, projects: Projects, page: FacetPage) {
  return listMetadataKeys(placeOf(reader, "model", projects), page, db());
}

export function findMetadataValues(reader: Reader, projects: Projects, key: string, page: FacetPage) {
  return listMetadataValues(placeOf(reader, "model", projects), key, page, db());
}
