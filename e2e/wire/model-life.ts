import { changes, type FileStep, keep, reads, reports, type Step } from "./steps";

const weights = ({ task }: Record<string, string>) => `Models/train model.${task}/models/weights.pt`;
const uriOf = (kept: Record<string, string>) => encodeURI(`http://localhost:4101/files/${weights(kept)}`);

const picture = "s3://bucket/boxes_1.png";
const ofModel = ({ model }: Record<string, string>) => ({ task: model, model_events: true, method: "get" });
const ofModels = ({ model }: Record<string, string>) => ({
  ...{ tasks: [model], model_events: true, method: "get" },
});

/** What `Model.report_scalar`, its plots and a client of debug samples report of a model, and what is asked of it. */
const reportedOfModel: Step[] = [
  reports(
    ({ model }) =>
      [
        { type: "training_stats_scalar", metric: "loss", variant: "train", value: 0.5 },
        { type: "training_debug_image", metric: "boxes", variant: "val", url: picture, key: picture },
        { type: "plot", metric: "roc", variant: "val", plot_str: "{}" },
      ].map((event) => ({
        ...event,
        task: model,
        iter: 1,
        timestamp: 7,
        allow_locked: false,
        model_event: true,
      })),
    { told: () => ({ added: 3, errors: 0 }) },
  ),
  reads("v2.23/events.scalar_metrics_iter_histogram", ofModel, "invalidModelId", {
    told: () => ({ loss: { train: { x: [1], y: [0.5] } } }),
  }),
  reads(
    "v2.23/events.get_task_metrics",
    (kept) => ({ ...ofModels(kept), event_type: "plot" }),
    "invalidModelId",
    {
      told: ({ model }) => ({ metrics: [{ task: model, metrics: ["roc"] }] }),
    },
  ),
  reads(
    "v2.23/events.debug_images",
    ({ model }) => ({ metrics: [{ task: model }], iters: 1, model_events: true, method: "get" }),
    "invalidModelId",
    {
      told: ({ model }) => ({
        metrics: [{ task: model, iterations: [{ iter: 1, events: [{ url: picture }] }] }],
      }),
    },
  ),
  reads(
    "v2.23/events.get_debug_image_sample",
    (kept) => ({ ...ofModel(kept), metric: "boxes", variant: "val" }),
    "invalidModelId",
    { told: ({ model }) => ({ event: { task: model, url: picture }, min_iteration: 1, max_iteration: 1 }) },
  ),
  reads("v2.23/events.get_plot_sample", (kept) => ({ ...ofModel(kept), metric: "roc" }), "invalidModelId", {
    told: ({ model }) => ({ events: [{ task: model, plot_str: "{}" }] }),
  }),
  reads("v2.23/events.get_task_plots", ofModel, "invalidModelId", {
    told: ({ model }) => ({ total: 1, plots: [{ task: model, metric: "roc" }] }),
  }),
  reads("v2.23/events.get_multi_task_plots", ofModels, "invalidModelId", {
    told: ({ model = "" }) => ({ plots: { roc: { val: { [model]: { 1: { name: "weights" } } } } } }),
  }),
];

/** `OutputModel` of a task: made, uploaded, described, published, found, used as an input and removed. */
export const modelLife: (Step | FileStep)[] = [
  changes("v2.23/projects.create", { name: "Models", description: "", method: "get" }, "ok", keep("project")),
  changes(
    "v2.23/tasks.create",
    ({ project }) => ({
      ...{ name: "train model", system_tags: ["development"], type: "training", comment: "", project },
      method: "get",
    }),
    "invalidProjectId",
    keep("task"),
  ),
  changes("v2.23/tasks.started", ({ task }) => ({ force: false, task, method: "get" }), "invalidTaskId"),
  changes(
    "v2.23/models.create",
    ({ project }) => ({
      ...{ uri: "file:///uploading_file", name: "Anonymous model", labels: {}, project },
      ...{ ready: false, public: false, method: "get" },
    }),
    "invalidProjectId",
    keep("model"),
  ),
  changes(
    "v2.23/models.edit",
    ({ model }) => ({
      ...{ model, name: "weights", comment: "", labels: { cat: 1 }, framework: "PyTorch", tags: ["best"] },
      method: "get",
    }),
    "invalidModelId",
    { told: () => ({ updated: 1 }) },
  ),
  { file: "POST", path: weights, ...{ permitted: 200, readOnly: 403, foreign: 200 } },
  changes(
    "v2.23/models.edit",
    (kept) => ({ model: kept.model, uri: uriOf(kept), framework: "PyTorch", iteration: 0, method: "get" }),
    "invalidModelId",
    { told: () => ({ updated: 1 }) },
  ),
  changes(
    "v2.23/tasks.add_or_update_model",
    ({ task, model }) => ({ task, name: "weights", model, type: "output", iteration: 0, method: "get" }),
    "invalidTaskId",
    { told: () => ({ updated: 1 }) },
  ),
  reads("v2.23/models.get_by_id", ({ model }) => ({ model, method: "get" }), "invalidModelId", {
    told: (kept) => ({
      model: {
        ...{ id: kept.model, project: kept.project, name: "weights", framework: "PyTorch" },
        ...{ uri: uriOf(kept), ready: false },
        ...{ tags: ["best"], labels: { cat: 1 } },
      },
    }),
  }),
  changes(
    "v2.23/models.add_or_update_metadata",
    ({ model }) => ({ metadata: [{ key: "k", value: "v", type: "str" }], model, method: "get" }),
    "invalidModelId",
    { told: () => ({ updated: 1 }) },
  ),
  ...reportedOfModel,
  changes(
    "v2.23/models.set_ready",
    ({ model }) => ({ model, publish_task: false, method: "get" }),
    "invalidModelId",
    { told: () => ({ updated: 1 }) },
  ),
  reads(
    "v2.23/models.get_all",
    ({ project }) => ({
      ...{ project: [project], name: "^weights$", system_tags: ["-archived"], ready: true },
      ...{ order_by: ["-created"], page: 0, page_size: 500, only_fields: ["id", "uri", "name"] },
      method: "get",
    }),
    "ok",
    { told: (kept) => ({ models: [{ id: kept.model, name: "weights", uri: uriOf(kept) }] }) },
  ),
  { file: "GET", path: weights, ...{ permitted: 200, readOnly: 200, foreign: 200 } },
  changes(
    "v2.23/tasks.add_or_update_model",
    ({ task, model }) => ({ task, name: "weights", model, type: "input", method: "get" }),
    "invalidTaskId",
  ),
  reads("v2.23/tasks.get_by_id", ({ task }) => ({ task, method: "get" }), "invalidTaskId", {
    told: ({ model }) => ({
      task: {
        models: { input: [{ name: "weights", model }], output: [{ name: "weights", model }] },
      },
    }),
  }),
  changes(
    "v2.23/tasks.delete_models",
    ({ task }) => ({ task, models: [{ name: "weights", type: "input" }], method: "get" }),
    "invalidTaskId",
  ),
  changes("v2.23/models.delete", ({ model }) => ({ model, force: true, method: "get" }), "invalidModelId", {
    told: () => ({ deleted: true }),
  }),
];
