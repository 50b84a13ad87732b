import type { ListSpec } from "./list-request";

/** What lists of models can be filtered and ordered by. */
export const modelListSpec: ListSpec = {
  fields: {
    id: "word",
    name: "name",
    comment: "name",
    uri: "word",
    framework: "word",
    user: "word",
    project: "word",
    task: "word",
    parent: "word",
    tags: "words",
    system_tags: "words",
    ready: "flag",
    created: "time",
    last_update: "time",
    last_change: "time",
  },
  prefixes: { "metadata.": "word" },
  orderable: [
    "name",
    "created",
    "last_update",
    "last_change",
    "framework",
    "ready",
    "project",
    "task",
    "user",
  ],
  defaultOrder: ["-last_update"],
};
