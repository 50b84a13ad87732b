import { type BrowsedList, type BrowsedRow as ListedRow, readBrowsedList } from "@/db/reads/browse-lists";
import {
  type ProjectTree,
  readProjectTree,
  type ShownProject,
  type TreeNode,
} from "@/db/reads/browse-projects";
import type { ObjectType } from "@/lib/core/access/object-types";
import { type InterfacePreferences, usualPreferences } from "@/lib/core/account/interface-preferences";
import { type Page, pageOf } from "@/lib/core/page";
import type { BrowsedKind, BrowseQuery } from "@/lib/core/resources/browse";
import { thinned } from "@/lib/core/resources/series";
import { accessOfActor, type CallerAccess } from "../../access/caller-access";
import type { ResourceUser } from "../writing";

export type { ProjectTree, ShownProject, TreeNode };

/** With what the actor may do: cloning a task needs no right to modify it. */
export type BrowsedRow = ListedRow & { mayModify: boolean; mayClone: boolean };

const sparklinePoints = 40;

/** `modify` holds all rights; with `visible` only the name may be known. */
export type ShownAccess = "modify" | "read" | "visible";

export type BrowsedPage = Pick<BrowsedList, "scalar" | "scalars" | "ownerName" | "isBlank"> & {
  tree: ProjectTree;
  page: Page<BrowsedRow>;
  counts: BrowsedList["counts"];
  access: ShownAccess;
  mayCreateProject: boolean;
  /** Whether hidden projects are among those of the tree. */
  showsHidden: boolean;
};

export type ShownProjects = Pick<InterfacePreferences, "show_hidden_projects" | "hide_examples">;

const perPage = 50;

const typeOf: Record<BrowsedKind, ObjectType> = {
  tasks: "task",
  models: "model",
  datasets: "dataset",
  dataviews: "dataview",
};

/** A project, or the whole workspace: the tree around it and one page of what it and the projects below hold. */
export async function browse(
  actor: ResourceUser,
  projectId: string | null,
  query: BrowseQuery,
  preferences: ShownProjects = usualPreferences,
): Promise<BrowsedPage | undefined> {
  const access = await accessOfActor(actor);
  if (projectId !== null && !access.mayOf("project", "visible", projectId)) return undefined;
  const hidden = query.hidden === "" ? preferences.show_hidden_projects : query.hidden === "1";
  const { workspaceId } = actor;
  const place = { workspaceId, projectId, hidden, examples: !preferences.hide_examples };
  const scopes = {
    tasks: access.scope("read", typeOf.tasks),
    models: access.scope("read", typeOf.models),
    datasets: access.scope("read", typeOf.datasets),
    dataviews: access.scope("read", typeOf.dataviews),
    projects: access.scope("read", "project"),
  };
  const read = (number: number) =>
    readBrowsedList(place, scopes, query, { limit: perPage, offset: (number - 1) * perPage });
  const [tree, first] = await Promise.all([
    readProjectTree(place, query.find, { visible: access.scope("visible", "project"), tasks: scopes.tasks }),
    read(query.page),
  ]);
  if (projectId !== null && !tree.current) return undefined;
  const bounds = pageOf(first.found, query.page, perPage);
  const list = bounds.number === query.page ? first : await read(bounds.number);
  return {
    tree: { ...tree, current: tree.current && withoutDetails(tree.current, access) },
    page: { ...bounds, rows: list.rows.map(withRights(access, query.kind)) },
    counts: list.counts,
    ...{ scalar: list.scalar, scalars: list.scalars, ownerName: list.ownerName, isBlank: list.isBlank },
    access: accessTo(access, projectId),
    mayCreateProject: access.mayCreate("project", projectId),
    showsHidden: hidden,
  };
}

function withRights(access: CallerAccess, kind: BrowsedKind) {
  return (row: ListedRow): BrowsedRow => ({
    ...row,
    ...(row.scalar ? { scalar: { ...row.scalar, points: thinned(row.scalar, sparklinePoints) } } : {}),
    mayModify: access.may("modify", row.id),
    mayClone: kind === "tasks" && access.mayCreate("task", row.projectId),
  });
}

/** Of a project that only leads to what one may read, the name alone is told. */
function withoutDetails(project: ShownProject, access: CallerAccess): ShownProject {
  if (access.may("read", project.id)) return project;
  return {
    ...project,
    description: "",
    defaultOutputDestination: null,
    tags: [],
    ownerName: null,
  };
}

function accessTo(access: CallerAccess, projectId: string | null): ShownAccess {
  if (projectId === null) return access.mayCreate("project", null) ? "modify" : "read";
  if (access.may("modify", projectId)) return "modify";
  return access.may("read", projectId) ? "read" : "visible";
}
