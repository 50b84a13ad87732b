import { changes, type FileStep, keep, reads, type Step } from "./steps";

const weights = ({ task }: Record<string, string>) => `Models/train model.${task}/models/weights.pt`;
const uriOf = (kept: Record<string, string>) => encodeURI(`http://localhost:4101/files/${weights(kept)}`);

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
