import { changes, type FileStep, keep, reads, refusedToAll, reports, type Step } from "./steps";

const at = 1_795_935_038_428;
const folder = "Vision/Detection/train detector";
const artifactPath = ({ task }: Record<string, string>, name: string) =>
  `${folder}.${task}/artifacts/${name}/${name}.txt`;

const confusion = (value: number) =>
  JSON.stringify({ data: [{ type: "heatmap", z: [[value, 0]] }], layout: { title: "confusion/val" } });

/** `Task.init`, parameters, an artifact, scalars and `close`, in the requests of SDK 2.1.7. */
export const taskLife: (Step | FileStep)[] = [
  reads(
    "v2.23/projects.get_all",
    {
      ...{ name: "^Vision/Detection$", only_fields: ["id"], shallow_search: false, search_hidden: true },
      method: "get",
    },
    "ok",
    { told: () => ({ projects: [] }) },
  ),
  changes("v2.23/projects.create", { name: "Vision/Detection", description: "", method: "get" }, "ok", {
    ...keep("project"),
  }),
  changes(
    "v2.23/tasks.create",
    ({ project }) => ({
      ...{ name: "train detector", system_tags: ["development"], type: "training" },
      ...{ comment: "Auto-generated at 2026-11-29 06:50:37 UTC by root@vm", project, method: "get" },
    }),
    "invalidProjectId",
    keep("task"),
  ),
  reads("v2.23/tasks.get_by_id", ({ task }) => ({ task, method: "get" }), "invalidTaskId", {
    told: ({ task, project }) => ({
      task: { id: task, project, status: "created", execution: { artifacts: [] }, output: {} },
    }),
  }),
  changes("v2.23/tasks.started", ({ task }) => ({ force: false, task, method: "get" }), "invalidTaskId", {
    told: () => ({ updated: 1, started: 1 }),
  }),
  reads("v2.23/projects.get_by_id", ({ project }) => ({ project, method: "get" }), "invalidProjectId", {
    told: ({ project }) => ({ project: { id: project, name: "Vision/Detection" } }),
  }),
  ...[
    { tags: ["initial"] },
    { output_dest: "http://localhost:4101/files" },
    {
      script: {
        ...{ binary: "python3.11", repository: "", branch: "", version_num: "", entry_point: "train.py" },
        ...{ working_dir: ".", diff: "print('training')\n" },
      },
    },
    { runtime: { "CLEARML VERSION": "clearml-2.1.7", CLI: "train.py", progress: "0" } },
    {
      hyperparams: {
        General: {
          lr: { section: "General", name: "lr", value: "0.1", type: "float", description: "" },
          "nested/deep": {
            ...{ section: "General", name: "nested/deep", value: "[1, 2]" },
            ...{ type: "list/int", description: "" },
          },
        },
      },
    },
    { configuration: { net: { name: "net", value: "a {\n  b = 1\n}", type: "dictionary" } } },
  ].map((edit) =>
    changes(
      "v2.23/tasks.edit",
      ({ task }) => ({ task, force: true, ...edit, method: "get" }),
      "invalidTaskId",
      { told: () => ({ updated: 1 }) },
    ),
  ),
  reports(
    ({ task }) => [
      {
        ...{ timestamp: at, type: "log", task, level: "info", worker: "vm" },
        ...{ msg: `ClearML Task: created new task id=${task}`, allow_locked: false, model_event: false },
        method: "get",
      },
    ],
    { told: () => ({ added: 1, errors: 0 }) },
  ),
  reads(
    "v2.23/tasks.get_all",
    ({ task }) => ({
      ...{ id: [task], only_fields: ["status", "status_message", "id"], search_hidden: false },
      method: "get",
    }),
    "ok",
    { told: ({ task }) => ({ tasks: [{ id: task, status: "in_progress", status_message: "" }] }) },
  ),
  changes(
    "v2.23/tasks.set_requirements",
    ({ task }) => ({
      ...{ task, requirements: { pip: "# Python 3.11.2\n\nclearml == 2.1.7\n", conda: "" }, method: "get" },
    }),
    "invalidTaskId",
  ),
  changes(
    "v2.23/tasks.edit_hyper_params",
    ({ task }) => ({
      ...{ task, hyperparams: [{ section: "properties", name: "stage", value: "1" }] },
      ...{ replace_hyperparams: "none", method: "get" },
    }),
    "invalidTaskId",
    { told: () => ({ updated: 1 }) },
  ),
  {
    file: "POST",
    path: (kept) => artifactPath(kept, "numbers"),
    ...{ permitted: 200, readOnly: 403, foreign: 200 },
  },
  changes(
    "v2.23/tasks.add_or_update_artifacts",
    (kept) => ({
      task: kept.task,
      artifacts: [
        {
          ...{ key: "numbers", type: "string", content_size: 13, timestamp: 1_795_935_039 },
          uri: encodeURI(`http://localhost:4101/files/${artifactPath(kept, "numbers")}`),
          hash: "0".repeat(64),
          type_data: { preview: "one two three", content_type: "text/plain" },
          display_data: [["m", "1"]],
        },
      ],
      force: true,
      method: "get",
    }),
    "invalidTaskId",
    { told: () => ({ updated: 1 }) },
  ),
  {
    file: "GET",
    path: (kept) => artifactPath(kept, "numbers"),
    ...{ permitted: 200, readOnly: 200, foreign: 200 },
  },
  changes("v2.23/tasks.ping", ({ task }) => ({ task, method: "get" }), "invalidTaskId"),
  reports(
    ({ task }) =>
      [0, 1, 2].map((iter) => ({
        ...{ timestamp: at + iter, type: "training_stats_scalar", task, iter, metric: "loss" },
        ...{ variant: "train", value: 1 / (iter + 1), allow_locked: false, model_event: false },
        method: "get",
      })),
    { told: () => ({ added: 3 }) },
  ),
  reports(
    ({ task }) =>
      [1, 2].map((iter) => ({
        ...{ timestamp: at + iter, type: "plot", task, iter, metric: "confusion", variant: "val" },
        ...{ plot_str: confusion(iter), allow_locked: false, model_event: false, method: "get" },
      })),
    { told: () => ({ added: 2, errors: 0 }) },
  ),
  reads(
    "v2.23/events.get_scalar_metric_data",
    ({ task }) => ({ task, metric: "loss", model_events: false, method: "get" }),
    "invalidTaskId",
    {
      told: ({ task }) => ({ returned: 3, events: [{ task, variant: "train", iter: 0, value: 1 }, {}, {}] }),
    },
  ),
  reads(
    "v2.23/events.get_multi_task_plots",
    ({ task }) => ({ tasks: [task], iters: 1, no_scroll: true, method: "get" }),
    "invalidTaskId",
    {
      told: ({ task = "" }) => ({
        ...{ total: 1, returned: 1 },
        plots: { confusion: { val: { [task]: { 2: { name: "train detector" } } } } },
      }),
    },
  ),
  reads(
    "v2.23/events.get_task_events",
    ({ task }) => ({ task, event_type: "plot", batch_size: 100, method: "get" }),
    "invalidTaskId",
    { told: () => ({ total: 2, events: [{ iter: 1 }, { iter: 2 }] }) },
  ),
  changes(
    "v2.23/tasks.delete_artifacts",
    ({ task }) => ({ task, artifacts: [{ key: "numbers", mode: "output" }], force: true, method: "get" }),
    "invalidTaskId",
    { told: () => ({ deleted: 1 }) },
  ),
  {
    file: "DELETE",
    path: (kept) => artifactPath(kept, "numbers"),
    ...{ permitted: 200, readOnly: 403, foreign: 200 },
  },
  changes(
    "v2.23/tasks.completed",
    ({ task }) => ({ force: false, task, status_reason: "completed", publish: false, method: "get" }),
    "invalidTaskId",
    { told: () => ({ updated: 1, fields: { status: "completed" } }) },
  ),
];

/** Reading a finished task, `Task.get_tasks`, and what is done with the tasks that it finds. */
export const foundTaskLife: (Step | FileStep)[] = [
  reads(
    "v2.23/projects.get_all",
    { name: "^Vision/Detection$", shallow_search: false, search_hidden: false, method: "get" },
    "ok",
    { told: ({ project }) => ({ projects: [{ id: project, name: "Vision/Detection" }] }) },
  ),
  reads(
    "v2.23/tasks.get_all",
    ({ project }) => ({
      ...{ name: "^train\\ detector$", project: [project], page: 0, page_size: 500 },
      ...{ only_fields: ["id", "name", "last_update", "system_tags"], search_hidden: false, method: "get" },
    }),
    "ok",
    { told: ({ task }) => ({ tasks: [{ id: task, name: "train detector" }] }) },
  ),
  reads("v2.23/tasks.get_hyper_params", ({ task }) => ({ tasks: [task], method: "get" }), "invalidTaskId", {
    told: ({ task }) => ({ params: [{ task, hyperparams: [{}, {}, {}] }] }),
  }),
  reads(
    "v2.23/events.scalar_metrics_iter_histogram",
    ({ task }) => ({ task, key: "iter", model_events: false, method: "get" }),
    "invalidTaskId",
    { told: () => ({ loss: { train: { name: "train", x: [0, 1, 2] } } }) },
  ),
  reads(
    "v2.23/events.get_task_events",
    ({ task }) => ({
      ...{ task, batch_size: 1000, event_type: "training_stats_scalar", model_events: false },
      method: "get",
    }),
    "invalidTaskId",
    { told: () => ({ returned: 3, total: 3 }) },
  ),
  reads(
    "v2.23/events.get_task_single_value_metrics",
    ({ task }) => ({ tasks: [task], model_events: false, method: "get" }),
    "invalidTaskId",
  ),
  reads(
    "v2.23/events.get_task_log",
    ({ task }) => ({ task, batch_size: 5, navigate_earlier: true, order: "asc", method: "get" }),
    "invalidTaskId",
    { told: ({ task }) => ({ returned: 1, events: [{ task, level: "info" }] }) },
  ),
  reads(
    "v2.23/events.debug_images",
    ({ task }) => ({
      ...{ metrics: [{ task, metric: "samples", variants: ["noise"] }], iters: 100, model_events: false },
      method: "get",
    }),
    "invalidTaskId",
  ),
  reads(
    "v2.23/events.get_task_plots",
    ({ task }) => ({ task, iters: 1, no_scroll: true, model_events: false, method: "get" }),
    "invalidTaskId",
    {
      told: ({ task }) => ({
        total: 1,
        plots: [{ task, metric: "confusion", variant: "val", iter: 2, plot_str: confusion(2) }],
      }),
    },
  ),
  changes(
    "v2.23/tasks.clone",
    ({ task }) => ({ task, new_task_name: "again", new_task_parent: task, method: "get" }),
    "invalidTaskId",
    keep("clone"),
  ),
  // The SDK asks whether the name is an id before it looks for the name.
  refusedToAll("v2.23/queues.get_by_id", { queue: "gpu", method: "get" }, "invalidQueueId"),
  reads("v2.23/queues.get_all", { name: "^gpu$", only_fields: ["id"], method: "get" }, "ok", {
    told: ({ queue }) => ({ queues: [{ id: queue }] }),
  }),
  changes(
    "v2.23/tasks.enqueue",
    ({ clone, queue }) => ({ queue, task: clone, verify_watched_queue: false, method: "get" }),
    "invalidTaskId",
    { told: () => ({ queued: 1, updated: 1, fields: { status: "queued" } }) },
  ),
  reads("v2.23/queues.get_num_entries", ({ queue }) => ({ queue, method: "get" }), "invalidQueueId", {
    told: () => ({ num: 1 }),
  }),
  changes("v2.23/tasks.dequeue", ({ clone }) => ({ task: clone, method: "get" }), "invalidTaskId", {
    told: () => ({ dequeued: 1, updated: 1 }),
  }),
  changes("v2.23/tasks.reset", ({ clone }) => ({ task: clone, force: true, method: "get" }), "invalidTaskId"),
  reads(
    "v2.23/models.get_all",
    ({ clone }) => ({ task: [clone], only_fields: ["id", "uri"], method: "get" }),
    "ok",
    { told: () => ({ models: [] }) },
  ),
  changes(
    "v2.23/tasks.delete",
    ({ clone }) => ({ task: clone, force: true, method: "get" }),
    "invalidTaskId",
    { told: () => ({ deleted: true }) },
  ),
  reads(
    "v2.23/tasks.get_all",
    ({ clone }) => ({ id: [clone], only_fields: ["id"], search_hidden: false, method: "get" }),
    "ok",
    { told: () => ({ tasks: [] }) },
  ),
  changes("v2.23/tasks.publish", ({ task }) => ({ task, method: "get" }), "invalidTaskId", {
    told: () => ({ updated: 1, fields: { status: "published" } }),
  }),
];
