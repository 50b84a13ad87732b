import { db } from "@/db/client";
import {
  type ChildrenType,
  countDatasetProjects,
  countOwnContents,
  countTasksByStatus,
  type DatasetFiles,
  listDatasetFiles,
  listProjectsWithChildren,
  listProjectsWithin,
  type ProjectBelow,
  type StatsFilter,
  type StatsPlace,
  type StatusStats,
  type WantedChildren,
} from "@/db/reads/project-stats";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ListTerms } from "@/lib/core/resources/list-terms";
import { type TaskStatus, taskStatuses } from "@/lib/core/resources/task";
import { now } from "@/lib/server/clock";

export type { ChildrenType, DatasetFiles, StatsFilter, StatsPlace, WantedChildren };

const dayMs = 24 * 60 * 60 * 1000;

export type TaskStats = {
  byStatus: Record<TaskStatus, number>;
  tasks: number;
  seconds: number;
  completedInADay: number;
  lastStartedAt: Date | null;
};

/** The caller may read each project of the place, and so everything that is in it. */
export async function findTaskStats(
  place: StatsPlace,
  filter: StatsFilter,
): Promise<(projectId: string) => TaskStats> {
  const rows = await countTasksByStatus(place, filter, new Date(now().getTime() - dayMs), db());
  const byProject = byTop(rows);
  return (projectId) => sumOf(byProject.get(projectId) ?? []);
}

function byTop<T extends { top: string }>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const known = found.get(row.top);
    if (known) known.push(row);
    else found.set(row.top, [row]);
  }
  return found;
}

function sumOf(rows: readonly StatusStats[]): TaskStats {
  const sum = (count: (row: StatusStats) => number) => rows.reduce((total, row) => total + count(row), 0);
  const started = rows.flatMap(({ lastStartedMs }) => lastStartedMs ?? []);
  const counts = taskStatuses.map((status) => [
    status,
    rows.find((row) => row.status === status)?.tasks ?? 0,
  ]);
  return {
    byStatus: Object.fromEntries(counts),
    tasks: sum(({ tasks }) => tasks),
    seconds: sum(({ seconds }) => seconds),
    completedInADay: sum(({ recentlyCompleted }) => recentlyCompleted),
    lastStartedAt: started.length > 0 ? new Date(Math.max(...started)) : null,
  };
}

/** Those in each project, by name. */
export async function findProjectsIn(place: StatsPlace): Promise<(projectId: string) => ProjectBelow[]> {
  const byProject = byTop(place.below ? await listProjectsWithin(place, db()) : []);
  return (projectId) => byProject.get(projectId) ?? [];
}

export async function findOwnContents(place: StatsPlace, filter: StatsFilter) {
  const counts = await countOwnContents(place, filter, db());
  return (projectId: string) => counts.get(projectId) ?? { tasks: 0, models: 0 };
}

export async function findDatasetFiles(
  place: StatsPlace,
): Promise<(projectId: string) => DatasetFiles | undefined> {
  const found = await listDatasetFiles(place, db());
  return (projectId) => found.find((each) => each.projectId === projectId);
}

export async function findDatasetCounts(
  place: StatsPlace,
  wanted: { tags: ListTerms | undefined; userIds: readonly string[] | undefined },
) {
  const found = await countDatasetProjects(place, wanted, db());
  return (projectId: string) => {
    const counted = found.find(({ top }) => top === projectId);
    return { count: counted?.datasets ?? 0, tags: counted?.tags ?? [] };
  };
}

export function findProjectsWithChildren(
  workspaceId: WorkspaceId,
  wanted: WantedChildren,
): Promise<string[]> {
  return listProjectsWithChildren(workspaceId, wanted, db());
}
