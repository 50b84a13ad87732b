/** What an access rule can be about. The versions of a dataset follow the dataset. */
export const ruleTypes = [
  "project",
  "task",
  "model",
  "dataview",
  "dataset",
  "queue",
  "app_category",
] as const;

export type RuleType = (typeof ruleTypes)[number];

export const ruleTypeNames: Record<RuleType, { one: string; many: string }> = {
  project: { one: "Project", many: "projects" },
  task: { one: "Task", many: "tasks" },
  model: { one: "Model", many: "models" },
  dataview: { one: "Dataview", many: "dataviews" },
  dataset: { one: "Dataset", many: "datasets" },
  queue: { one: "Queue", many: "queues" },
  app_category: { one: "App category", many: "app categories" },
};

export const rulePermissions = ["read", "modify"] as const;

export type RulePermission = (typeof rulePermissions)[number];

export const rulePermissionNames: Record<RulePermission, string> = {
  read: "Read only",
  modify: "Read & modify",
};

/** An object as rules show it: `path` is that of the project that it is in, and null where it is in none. */
export type RuleObject = { id: string; name: string; path: string | null };

/** 'vision/detector', or 'All projects'. */
export function ruleTargetName(type: RuleType, object: Omit<RuleObject, "id"> | null): string {
  if (!object) return `All ${ruleTypeNames[type].many}`;
  return object.path ? `${object.path}/${object.name}` : object.name;
}
