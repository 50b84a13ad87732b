import { db } from "@/db/client";
import {
  type CountedContents,
  countModels,
  countProjects as countProjectRows,
  countTasks,
} from "@/db/reads/entity-counts";
import type { ProjectListOptions } from "@/db/reads/projects";
import type { ListRequest } from "@/lib/core/resources/list-request";
import type { Reader } from "./projects/find-projects";

type Wanted = Omit<CountedContents, "workspaceId" | "scope">;

/** Only what the reader may see is counted. */
export function countContents(
  { workspaceId, access }: Reader,
  type: "task" | "model",
  wanted: Wanted,
): Promise<number> {
  const asked = { ...wanted, workspaceId, scope: access.scope("read", type) };
  return type === "task" ? countTasks(asked, db()) : countModels(asked, db());
}

export function countProjects(
  { workspaceId, access }: Reader,
  { request, most }: { request: ListRequest; most: number | undefined },
  options: ProjectListOptions,
): Promise<number> {
  const asked = { workspaceId, scope: access.scope("read", "project"), request, most };
  return countProjectRows(asked, options, db());
}
