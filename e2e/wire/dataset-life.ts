import { changes, type FileStep, keep, reads, reports, type Step } from "./steps";

const statePath = ({ task }: Record<string, string>) =>
  `Data/.datasets/digits/digits.${task}/artifacts/state/state.json`;

/** `Dataset.create`, `upload`, `finalize`, `list_datasets` and `get`: a hidden project with a task for each version. */
export const datasetLife: (Step | FileStep)[] = [
  ...(
    [
      ["Data/.datasets", ["hidden"], "folder"],
      ["Data/.datasets/digits", ["hidden", "dataset"], "project"],
    ] as const
  ).flatMap(([name, tags, as]) => [
    reads(
      "v2.23/projects.get_all",
      {
        ...{ name: `^${name.replace(".", "\\.")}$`, only_fields: ["id", "system_tags"] },
        ...{ shallow_search: false, search_hidden: true, method: "get" },
      },
      "ok",
      { told: () => ({ projects: [] }) },
    ),
    changes(
      "v2.23/projects.create",
      { name, description: "", system_tags: tags, method: "get" },
      "ok",
      keep(as),
    ),
  ]),
  changes(
    "v2.23/tasks.create",
    ({ project }) => ({
      ...{ name: "digits", type: "data_processing", system_tags: ["dataset"], comment: "", project },
      method: "get",
    }),
    "invalidProjectId",
    keep("task"),
  ),
  changes("v2.23/tasks.started", ({ task }) => ({ task, force: true, method: "get" }), "invalidTaskId"),
  reads("v2.23/projects.get_by_id", ({ project }) => ({ project, method: "get" }), "invalidProjectId", {
    told: () => ({ project: { system_tags: ["dataset", "hidden"] } }),
  }),
  changes(
    "v2.23/projects.update",
    ({ project }) => ({ project, system_tags: ["hidden", "dataset"], method: "get" }),
    "invalidProjectId",
    { told: () => ({ updated: 1 }) },
  ),
  changes(
    "v2.23/tasks.edit",
    ({ task }) => ({
      ...{ task, force: true, runtime: { orig_dataset_name: "digits", version: "1.0.0" }, tags: ["v1"] },
      method: "get",
    }),
    "invalidTaskId",
  ),
  changes(
    "v2.23/tasks.edit_configuration",
    ({ task }) => ({
      ...{ task, replace_configuration: false, method: "get" },
      configuration: [
        { name: "Dataset Struct", value: '{"0": {"parents": []}}', type: "json", description: "" },
      ],
    }),
    "invalidTaskId",
  ),
  { file: "POST", path: statePath, ...{ permitted: 200, readOnly: 403, foreign: 200 } },
  changes(
    "v2.23/tasks.add_or_update_artifacts",
    (kept) => ({
      task: kept.task,
      artifacts: [
        {
          ...{ key: "state", type: "dict", content_size: 2, hash: "1".repeat(64), timestamp: 1_795_935_039 },
          uri: encodeURI(`http://localhost:4101/files/${statePath(kept)}`),
        },
      ],
      force: true,
      method: "get",
    }),
    "invalidTaskId",
  ),
  reports(({ task }) => [
    { timestamp: 1_795_935_038_428, type: "log", task, level: "info", worker: "vm", msg: "uploaded" },
  ]),
  changes(
    "v2.23/tasks.completed",
    ({ task }) => ({ force: true, task, status_reason: "completed", publish: true, method: "get" }),
    "invalidTaskId",
    { told: () => ({ updated: 1, published: 1, fields: { status: "published" } }) },
  ),
  reads(
    "v2.23/tasks.get_all",
    {
      ...{ type: ["data_processing"], system_tags: ["dataset"], status: ["published"], page: 0 },
      ...{ page_size: 500, order_by: ["-created"], search_hidden: true, method: "get" },
      only_fields: ["created", "id", "name", "project", "tags", "runtime"],
    },
    "ok",
    {
      told: ({ task, project }) => ({
        tasks: [{ id: task, project, tags: ["v1"], runtime: { version: "1.0.0" } }],
      }),
    },
  ),
  { file: "GET", path: statePath, ...{ permitted: 200, readOnly: 200, foreign: 200 } },
];
