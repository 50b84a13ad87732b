import { scrollAt } from "@/lib/wire/calls/events/sample-scrolls";
import type { ResultCode } from "@/lib/wire/result-codes";
import type { Resources, World } from "./world";

type Asked = (resources: Resources) => Record<string, unknown>;
type Row = {
  parameters: (world: World) => Record<string, unknown>;
  cells: Partial<
    Record<"removedToken" | "foreignAdminNamingTarget" | "memberAsOwner" | "admin" | "owner", ResultCode>
  > &
    Record<"nothing" | "session" | "removed" | "foreignAdmin" | "serviceAccount" | "member", ResultCode>;
};

const turnedAway = {
  nothing: "noCredentials",
  session: "noCredentials",
  removed: "invalidCredentials",
  removedToken: "invalidToken",
  foreignAdminNamingTarget: "invalidCredentials",
  memberAsOwner: "impersonationError",
} as const;

/** The workspace grants its members nothing, so that what they may do is what a stranger may. */
function row(parameters: Asked, refused: ResultCode, owner: ResultCode = "ok"): Row {
  const cells = { foreignAdmin: refused, serviceAccount: refused, member: refused, owner };
  return { parameters: ({ resources }) => parameters(resources), cells: { ...turnedAway, ...cells } };
}

const onTask = (more: object = {}) => row(({ task }) => ({ task, force: true, ...more }), "invalidTaskId");
const onTasks = (more: object = {}) => row(({ task }) => ({ tasks: [task], ...more }), "invalidTaskId");
const onTaskIds = (more: object = {}) => row(({ task }) => ({ ids: [task], ...more }), "invalidTaskId");
const onModel = (more: object = {}) => row(({ model }) => ({ model, ...more }), "invalidModelId");
const onModelIds = (more: object = {}, owner?: ResultCode) =>
  row(({ model }) => ({ ids: [model], ...more }), "invalidModelId", owner);
const onProject = (more: object = {}) => row(({ project }) => ({ project, ...more }), "invalidProjectId");
const onQueue = (more: object = {}) => row(({ queue }) => ({ queue, ...more }), "invalidQueueId");
const onQueued = (more: object = {}) =>
  row(({ queue, queuedTask }) => ({ queue, task: queuedTask, ...more }), "invalidQueueId");
/** Each caller is answered with what is theirs. */
const toAll = (parameters: Record<string, unknown> = {}) => row(() => parameters, "ok");
/** What a stranger asks for in their own workspace. */
function inOwn(parameters: Asked, refused: ResultCode): Row {
  const { cells, ...rest } = row(parameters, refused);
  return { ...rest, cells: { ...cells, foreignAdmin: "ok" } };
}
/** Each of several is refused by itself, in an answer that is none of its own. */
const each = (kind: "task" | "model") => row((resources) => ({ ids: [resources[kind]], force: true }), "ok");
const dates = { from_date: 1, to_date: 60, interval: 60 };
const sampleScroll = scrollAt({ metric: "a", variant: "b", iteration: 1, staysInMetric: true });
const section = { section: "Args", name: "lr", value: "1" };

export const resourceCallRows: Record<string, Row> = {
  "events.add": row(({ task }) => ({ type: "log", task, msg: "x", timestamp: 1 }), "eventsNotAdded"),
  "events.add_batch": row(({ task }) => ({ type: "log", task, msg: "x", timestamp: 1 }), "eventsNotAdded"),
  "events.get_task_log": onTask(),
  "events.scalar_metrics_iter_histogram": onTask(),
  "events.get_task_plots": onTask(),
  "events.multi_task_scalar_metrics_iter_histogram": onTasks(),
  "events.get_task_single_value_metrics": onTasks(),
  "events.get_task_latest_scalar_values": onTask(),
  "events.get_scalar_metrics_and_variants": onTask(),
  "events.get_scalar_metric_data": onTask({ metric: "loss" }),
  "events.scalar_metrics_iter_raw": onTask({ metric: { metric: "loss" } }),
  "events.get_multi_task_metrics": onTasks(),
  "events.get_task_events": onTask(),
  "events.debug_images": row(({ task }) => ({ metrics: [{ task }] }), "invalidTaskId"),
  "events.get_debug_image_sample": onTask({ metric: "a", variant: "b" }),
  "events.next_debug_image_sample": onTask({ scroll_id: sampleScroll }),
  "events.get_plot_sample": onTask({ metric: "a" }),
  "events.next_plot_sample": onTask({ scroll_id: sampleScroll }),
  "events.get_task_metrics": onTasks(),
  "events.download_task_log": onTask(),
  "events.delete_for_task": onTask(),
  "events.delete_for_model": onModel(),
  "events.clear_task_log": onTask(),
  "events.clear_scroll": toAll({ scroll_id: "position-1" }),
  "events.plots": row(({ task }) => ({ metrics: [{ task }] }), "invalidTaskId"),
  "events.get_multi_task_plots": onTasks(),
  "events.get_vector_metrics_and_variants": onTask(),
  "events.vector_metrics_iter_histogram": onTask(),
  "organization.get_user_companies": toAll(),
  "tasks.make_public": row(({ task }) => ({ ids: [task] }), "invalidTaskId", "notImplemented"),
  "tasks.make_private": row(({ task }) => ({ ids: [task] }), "invalidTaskId", "notImplemented"),
  "tasks.create": row(({ project }) => ({ name: "Train", type: "training", project }), "invalidProjectId"),
  "tasks.validate": row(({ project }) => ({ name: "Train", type: "training", project }), "invalidProjectId"),
  "tasks.edit": onTask({ comment: "x" }),
  "tasks.update": onTask({ comment: "x" }),
  "tasks.update_batch": onTask({ comment: "x" }),
  "tasks.update_tags": onTaskIds({ add_tags: ["a"] }),
  "tasks.get_by_id": onTask(),
  "tasks.get_by_id_ex": row(({ task }) => ({ id: [task] }), "ok"),
  "tasks.get_all": toAll(),
  "tasks.get_all_ex": toAll(),
  "tasks.get_hyper_params": onTasks(),
  "tasks.get_configurations": onTasks(),
  "tasks.get_configuration_names": onTasks(),
  "tasks.get_types": toAll(),
  "tasks.set_requirements": onTask({ requirements: { pip: "numpy" } }),
  "tasks.edit_hyper_params": onTask({ hyperparams: [section] }),
  "tasks.delete_hyper_params": onTask({ hyperparams: [{ section: "Args" }] }),
  "tasks.edit_configuration": onTask({ configuration: [{ name: "net", value: "x" }] }),
  "tasks.delete_configuration": onTask({ configuration: ["net"] }),
  "tasks.edit_runtime": onTask({ runtime: { a: "1" } }),
  "tasks.add_or_update_artifacts": onTask({ artifacts: [{ key: "a", type: "custom" }] }),
  "tasks.delete_artifacts": onTask({ artifacts: [{ key: "a" }] }),
  "tasks.add_or_update_model": row(
    ({ task, model }) => ({ task, model, name: "Input", type: "input" }),
    "invalidTaskId",
  ),
  "tasks.delete_models": onTask({ models: [{ name: "Input", type: "input" }] }),
  "tasks.move": onTaskIds({ project_name: "Elsewhere" }),
  "tasks.started": onTask(),
  "tasks.completed": onTask(),
  "tasks.failed": onTask(),
  "tasks.stopped": onTask(),
  "tasks.stop": onTask(),
  "tasks.stop_many": each("task"),
  "tasks.close": onTask(),
  "tasks.publish": onTask(),
  "tasks.publish_many": each("task"),
  "tasks.archive": onTasks(),
  "tasks.archive_many": each("task"),
  "tasks.unarchive_many": each("task"),
  "tasks.reset": onTask(),
  "tasks.reset_many": each("task"),
  "tasks.clone": onTask(),
  "tasks.delete": onTask(),
  "tasks.delete_many": each("task"),
  "tasks.enqueue": row(({ task, queue }) => ({ task, queue }), "invalidTaskId"),
  "tasks.enqueue_many": row(({ task, queue }) => ({ ids: [task], queue }), "invalidQueueId"),
  "tasks.dequeue": onTask(),
  "tasks.dequeue_many": each("task"),
  "tasks.ping": onTask(),
  "pipelines.start_pipeline": row(({ task, queue }) => ({ task, queue }), "invalidTaskId"),
  "models.create": row(({ project }) => ({ name: "Weights", uri: "s3://a/b", project }), "invalidProjectId"),
  "models.edit": onModel({ comment: "x" }),
  "models.update": onModel({ comment: "x" }),
  "models.update_for_task": row(({ task }) => ({ task, uri: "s3://a/b", name: "Weights" }), "invalidTaskId"),
  "models.add_or_update_metadata": onModel({ metadata: [{ key: "a", value: "b" }] }),
  "models.delete_metadata": onModel({ keys: ["a"] }),
  "models.update_tags": onModelIds({ add_tags: ["a"] }),
  "models.move": onModelIds({ project_name: "Elsewhere" }),
  "models.make_public": onModelIds({}, "notImplemented"),
  "models.make_private": onModelIds({}, "notImplemented"),
  "models.set_ready": onModel({ publish_task: false }),
  "models.publish_many": each("model"),
  "models.archive_many": each("model"),
  "models.unarchive_many": each("model"),
  "models.delete": onModel(),
  "models.delete_many": each("model"),
  "models.get_by_id": onModel(),
  "models.get_by_id_ex": row(({ model }) => ({ id: [model] }), "ok"),
  "models.get_by_task_id": row(({ task }) => ({ task }), "invalidTaskId"),
  "models.get_all": toAll(),
  "models.get_all_ex": toAll(),
  "models.get_frameworks": toAll(),
  "projects.create": inOwn(({ projectName }) => ({ name: `${projectName}/Below` }), "noWritePermission"),
  "projects.update": onProject({ description: "x" }),
  "projects.move": onProject({ new_location: "Elsewhere" }),
  "projects.merge": row(
    ({ project, otherProject }) => ({ project, destination_project: otherProject }),
    "invalidProjectId",
  ),
  "projects.delete": onProject({ force: true }),
  "projects.make_public": row(({ project }) => ({ ids: [project] }), "invalidProjectId", "notImplemented"),
  "projects.make_private": row(({ project }) => ({ ids: [project] }), "invalidProjectId", "notImplemented"),
  "projects.get_all": toAll(),
  "projects.get_all_ex": toAll({ include_stats: true }),
  "projects.get_task_tags": toAll(),
  "projects.get_model_tags": toAll(),
  "projects.get_project_tags": toAll(),
  "projects.get_task_parents": toAll(),
  "projects.get_user_names": toAll(),
  "projects.get_unique_metric_variants": toAll(),
  "projects.get_hyper_parameters": onProject(),
  "projects.get_hyperparam_values": toAll({ section: "Args", name: "lr" }),
  "projects.get_model_metadata_keys": onProject(),
  "projects.get_model_metadata_values": toAll({ key: "a" }),
  "projects.get_by_id": onProject(),
  "projects.validate_delete": onProject(),
  "queues.create": row(() => ({ name: "another queue" }), "noWritePermission"),
  "queues.update": onQueue({ name: "renamed queue" }),
  "queues.delete": onQueue({ force: true }),
  "queues.get_by_id": onQueue(),
  "queues.get_default": inOwn(() => ({}), "noDefaultQueue"),
  "queues.get_all": toAll(),
  "queues.get_all_ex": toAll(),
  "queues.get_num_entries": onQueue(),
  "queues.peek_task": onQueue(),
  "queues.get_queue_metrics": toAll(dates),
  "queues.add_or_update_metadata": onQueue({ metadata: [{ key: "a", value: "b" }] }),
  "queues.delete_metadata": onQueue({ keys: ["a"] }),
  "queues.get_next_task": onQueue(),
  "queues.add_task": row(({ queue, task }) => ({ queue, task }), "invalidQueueId"),
  "queues.remove_task": onQueued(),
  "queues.clear_queue": onQueue(),
  "queues.move_task_forward": onQueued(),
  "queues.move_task_backward": onQueued(),
  "queues.move_task_to_front": onQueued(),
  "queues.move_task_to_back": onQueued(),
  "workers.register": row(({ queue }) => ({ worker: "host:0", queues: [queue] }), "invalidQueueId"),
  "workers.unregister": toAll({ worker: "host:0" }),
  "workers.status_report": row(({ task }) => ({ worker: "host:0", task, timestamp: 1 }), "invalidTaskId"),
  "workers.get_all": toAll(),
  "workers.get_count": toAll(),
  "workers.get_runtime_properties": toAll({ worker: "host:0" }),
  "workers.set_runtime_properties": toAll({
    worker: "host:0",
    runtime_properties: [{ key: "a", value: "b" }],
  }),
  "workers.cluster_report": toAll({ worker: "host:0" }),
  "workers.cluster_unregister": toAll({ worker: "host:0" }),
  "workers.get_activity_report": toAll(dates),
  "workers.get_stats": toAll({ ...dates, items: [{ key: "cpu_usage" }] }),
  "workers.get_metric_keys": toAll(),
};
