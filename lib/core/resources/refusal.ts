import type { Refusal, RefusalCode } from "../outcome";

/** Why something about a resource was refused, in terms that both pages and ClearML's codes can tell apart. */
const codes = {
  unknown_task: "not_found",
  unknown_model: "not_found",
  unknown_project: "not_found",
  unknown_queue: "not_found",
  unknown_worker: "not_found",
  unknown_object: "not_found",
  not_modifiable: "forbidden",
  invalid_values: "invalid",
  invalid_pattern: "invalid",
  conflicting_values: "invalid",
  name_taken: "conflict",
  task_status: "conflict",
  task_not_deletable: "conflict",
  model_ready: "conflict",
  model_not_ready: "conflict",
  model_in_use: "conflict",
  model_maker_exists: "conflict",
  project_has_tasks: "conflict",
  project_has_models: "conflict",
  project_has_datasets: "conflict",
  project_has_pipelines: "conflict",
  project_name: "invalid",
  project_depth: "invalid",
  project_same_place: "conflict",
  project_under_itself: "conflict",
  project_into_its_child: "conflict",
  project_location: "invalid",
  queue_not_empty: "conflict",
  not_queued: "conflict",
  already_queued: "conflict",
  no_default_queue: "not_found",
  several_default_queues: "conflict",
  worker_not_registered: "not_found",
  limit_reached: "limited",
} as const satisfies Record<string, RefusalCode>;

export type ResourceReason = keyof typeof codes;

export type ResourceRefusal = Refusal & { reason: ResourceReason };

/** `message` is a whole sentence for a person; clients print it after ClearML's own. */
export function refusedResource(
  reason: ResourceReason,
  message: string,
): { ok: false; refusal: ResourceRefusal } {
  return { ok: false, refusal: { code: codes[reason], message, reason } };
}
