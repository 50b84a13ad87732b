import type { Outcome, Refusal } from "@/lib/core/outcome";
import type { ResourceReason, ResourceRefusal } from "@/lib/core/resources/refusal";
import { refuse, WireRefusal } from "./call";
import type { ResultCode } from "./result-codes";

const codes: Record<ResourceReason, ResultCode> = {
  unknown_task: "invalidTaskId",
  unknown_model: "invalidModelId",
  unknown_project: "invalidProjectId",
  unknown_queue: "invalidQueueId",
  unknown_worker: "invalidWorkerId",
  unknown_object: "invalidId",
  not_modifiable: "noWritePermission",
  invalid_values: "fieldsValueError",
  invalid_pattern: "invalidRegex",
  conflicting_values: "fieldsConflict",
  name_taken: "expectedUniqueData",
  task_status: "invalidTaskStatus",
  task_not_deletable: "taskCannotBeDeleted",
  model_ready: "modelIsReady",
  model_not_ready: "modelNotReady",
  model_in_use: "modelInUse",
  model_maker_exists: "modelCreatingTaskExists",
  project_has_tasks: "projectHasTasks",
  project_has_models: "projectHasModels",
  project_has_datasets: "projectHasDatasets",
  project_has_pipelines: "projectHasPipelines",
  project_name: "invalidProjectName",
  project_depth: "projectPathExceedsMax",
  project_same_place: "projectSamePlace",
  project_under_itself: "projectUnderItself",
  project_into_its_child: "projectMergedIntoChild",
  project_location: "cannotUpdateProjectLocation",
  queue_not_empty: "queueNotEmpty",
  not_queued: "taskNotQueued",
  already_queued: "taskAlreadyQueued",
  no_default_queue: "noDefaultQueue",
  several_default_queues: "multipleDefaultQueues",
  worker_not_registered: "workerNotRegistered",
  limit_reached: "fieldsValueError",
};

export function refuseResource(refusal: Refusal): WireRefusal {
  return isAboutResource(refusal)
    ? new WireRefusal(codes[refusal.reason], refusal.message)
    : refuse("dataValidationError", refusal);
}

/** The value of an outcome, or ClearML's code for its refusal. */
export function outcomeValue<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw refuseResource(outcome.refusal);
  return outcome.value;
}

function isAboutResource(refusal: Refusal): refusal is ResourceRefusal {
  return "reason" in refusal;
}
