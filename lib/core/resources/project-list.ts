import type { ListSpec } from "./list-request";

/** What lists of projects can be filtered and ordered by. None is featured, and so that order changes nothing. */
export const projectListSpec: ListSpec = {
  fields: {
    id: "word",
    name: "name",
    basename: "name",
    description: "name",
    user: "word",
    tags: "words",
    system_tags: "words",
    default_output_destination: "word",
    created: "time",
    last_update: "time",
  },
  orderable: ["featured", "name", "basename", "parent", "user", "created", "last_update"],
  defaultOrder: ["-last_update"],
};
