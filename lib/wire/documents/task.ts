import type { WorkspaceId } from "@/lib/core/identifiers";
import type { TaskColumn, TaskPart } from "@/lib/operations/resources/tasks/find-tasks";
import { lastMetricsOf } from "@/lib/operations/resources/tasks/last-metrics";
import { type Document, fieldPicker, topFields, wireTime } from "./pick-fields";

/** Which columns each field of the document is made of. */
const columnsOf: Readonly<Record<string, readonly TaskColumn[]>> = {
  id: [],
  company: [],
  name: ["name"],
  type: ["type"],
  status: ["status"],
  status_reason: ["statusReason"],
  status_message: ["statusMessage"],
  status_changed: ["statusChangedAt"],
  comment: ["comment"],
  tags: ["tags"],
  system_tags: ["systemTags"],
  project: ["projectId"],
  parent: ["parentId"],
  user: ["ownerUserId"],
  created: ["createdAt"],
  started: ["startedAt"],
  completed: ["completedAt"],
  published: ["publishedAt"],
  last_update: ["updatedAt"],
  last_change: ["updatedAt"],
  last_worker: ["lastWorker"],
  last_worker_report: ["lastWorkerReportAt"],
  last_iteration: ["lastIteration"],
  last_metrics: [],
  active_duration: ["startedAt", "completedAt", "updatedAt", "status"],
  output: ["outputDestination"],
  script: ["script"],
  execution: ["execution", "artifacts"],
  container: ["container"],
  hyperparams: ["hyperparams"],
  configuration: ["configuration"],
  runtime: ["runtime"],
  models: ["models"],
};

export function taskColumnsFor(onlyFields: readonly string[]): readonly TaskColumn[] {
  const wanted = topFields(onlyFields) ?? new Set(Object.keys(columnsOf));
  const known = [...wanted].filter((field) => Object.hasOwn(columnsOf, field));
  return [...new Set(known.flatMap((field) => columnsOf[field] ?? []))];
}

/** Whether the last values of metrics are to be read for the document. */
export function wantsLastMetrics(onlyFields: readonly string[]): boolean {
  return topFields(onlyFields)?.has("last_metrics") ?? true;
}

/** Tasks in ClearML's words, with the fields that were asked for. */
export function taskDocuments(
  workspaceId: WorkspaceId,
  tasks: readonly TaskPart[],
  onlyFields: readonly string[],
): Document[] {
  const wanted = topFields(onlyFields) ?? Object.keys(columnsOf);
  const fields = [...wanted].filter((field) => field !== "id" && Object.hasOwn(columnsOf, field));
  const pick = fieldPicker(onlyFields);
  return tasks.map((task) => {
    const document: Document = { id: task.id };
    for (const field of fields) document[field] = valueOfField(workspaceId, task, field);
    return pick(document);
  });
}

function valueOfField(workspaceId: WorkspaceId, task: TaskPart, field: string): unknown {
  switch (field) {
    case "company":
      return workspaceId;
    case "status_changed":
      return wireTime(task.statusChangedAt);
    case "created":
      return wireTime(task.createdAt);
    case "started":
      return wireTime(task.startedAt);
    case "completed":
      return wireTime(task.completedAt);
    case "published":
      return wireTime(task.publishedAt);
    case "last_update":
    case "last_change":
      return wireTime(task.updatedAt);
    case "last_worker_report":
      return wireTime(task.lastWorkerReportAt);
    case "last_metrics":
      return lastMetricsOf(task.lastScalars ?? []);
    case "active_duration":
      return activeSeconds(task);
    case "last_iteration":
      return task.lastIteration ?? 0;
    case "output":
      return task.outputDestination === null ? {} : { destination: task.outputDestination };
    case "execution":
      return { ...task.execution, artifacts: task.artifacts ?? [] };
    case "models":
      return { input: [], output: [], ...task.models };
    default:
      return task[columnsOf[field]?.[0] ?? "id"] ?? null;
  }
}

/** From its start to its end, or to its last report. */
function activeSeconds({ startedAt, completedAt, updatedAt }: TaskPart): number | null {
  const end = completedAt ?? updatedAt;
  return startedAt && end ? Math.max(0, Math.round((end.getTime() - startedAt.getTime()) / 1000)) : null;
}
