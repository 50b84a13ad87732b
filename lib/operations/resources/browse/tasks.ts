import { readTaskSamples, type Sample, type TaskSamples } from "@/db/reads/browse-samples";
import type { ShownScalars } from "@/db/reads/browse-scalars";
import {
  type LogLine,
  readTaskDetails,
  readTaskReports,
  type TaskDetails,
  type TaskReports,
} from "@/db/reads/browse-task";
import { type Page, readCountedPage } from "@/lib/core/page";
import type { ReportedQuery, SamplesQuery } from "@/lib/core/resources/browse";
import { accessOfActor } from "../../access/caller-access";
import type { ResourceUser } from "../writing";

export type { LogLine, Sample, TaskDetails, TaskReports };

export type ShownTask = {
  task: TaskDetails;
  reports: TaskReports;
  /** The dataset that it is a version of, where that may be read. */
  datasetId: string | undefined;
  mayModify: boolean;
  mayClone: boolean;
};

/** A task with what it reported. What it refers to is named where that may be read as well. */
export async function findShownTask(
  actor: ResourceUser,
  taskId: string,
  reported: ReportedQuery = { metric: "", iteration: undefined, scalars: 1 },
): Promise<ShownTask | undefined> {
  const access = await accessOfActor(actor);
  if (!access.mayOf("task", "read", taskId)) return undefined;
  const [task, reports] = await Promise.all([
    readTaskDetails(actor.workspaceId, taskId),
    readTaskReports(actor.workspaceId, taskId, reported),
  ]);
  if (!task) return undefined;
  const mayRead = ({ id }: { id: string }) => access.may("read", id);
  const parent = task.parent && mayRead(task.parent) ? task.parent : null;
  return {
    task: {
      ...task,
      parent,
      queue: task.queue && mayRead(task.queue) ? task.queue : null,
      models: task.models.filter(mayRead),
      inputModels: task.inputModels.filter(mayRead),
    },
    datasetId: datasetOf(task, (projectId) => access.mayOf("project", "read", projectId)),
    reports: parent ? reports : { ...reports, scalars: withoutBeside(reports.scalars) },
    mayModify: access.may("modify", taskId),
    mayClone: access.mayCreate("task", task.projectId),
  };
}

function withoutBeside({ series, ...scalars }: ShownScalars): ShownScalars {
  return { ...scalars, series: series.map((each) => ({ ...each, beside: null })) };
}

function datasetOf(
  { projectId, systemTags }: TaskDetails,
  mayRead: (projectId: string) => boolean,
): string | undefined {
  return projectId && systemTags.includes("dataset") && mayRead(projectId) ? projectId : undefined;
}

export type ShownSamples = Pick<TaskSamples, "taskName" | "path" | "all"> & { page: Page<Sample> };

const samplesPerPage = 48;

/** The debug samples of a task, the latest first. */
export async function findShownSamples(
  actor: ResourceUser,
  taskId: string,
  { search, metric, page: wanted }: SamplesQuery,
): Promise<ShownSamples | undefined> {
  const access = await accessOfActor(actor);
  if (!access.mayOf("task", "read", taskId)) return undefined;
  const { workspaceId } = actor;
  const none: TaskSamples = { taskName: "", path: [], all: 0, total: 0, rows: [] };
  const { page, found } = await readCountedPage(wanted, samplesPerPage, async (bounds) => {
    const samples = await readTaskSamples({ workspaceId, taskId, search, metric }, bounds);
    return { isThere: samples !== undefined, ...(samples ?? none) };
  });
  const { isThere, taskName, path, all } = found;
  return isThere ? { taskName, path, all, page } : undefined;
}
