import type { Group, Principal, Resource, Rule, World } from "../types";

function person(id: string, active = true): Principal {
  return { id, kind: "user", active, canImpersonate: false };
}

function service(id: string, canImpersonate: boolean, active = true): Principal {
  return { id, kind: "service", active, canImpersonate };
}

const users: Principal[] = [
  person("olga"),
  person("quin"),
  person("both"),
  person("ann"),
  person("ben"),
  person("cy"),
  person("left", false),
  service("runner", true),
  service("script", false),
  service("idle", true, false),
  service("chief", true),
];

const groups: Group[] = [
  { id: "users", members: ["ben"] },
  { id: "admins", members: ["olga", "both", "chief"] },
  { id: "queue_admins", members: ["quin", "both"] },
  { id: "team", members: ["ann", "cy", "left", "never-joined"] },
  { id: "empty", members: [] },
];

const resources: Resource[] = [
  { id: "robots", type: "project", parent: null },
  { id: "arm", type: "project", parent: "robots" },
  { id: "grip", type: "project", parent: "arm" },
  { id: "weather", type: "project", parent: null },
  { id: "cellar", type: "project", parent: "weather" },
  { id: "task-robots", type: "task", parent: "robots" },
  { id: "task-arm", type: "task", parent: "arm" },
  { id: "task-grip", type: "task", parent: "grip" },
  { id: "task-weather", type: "task", parent: "weather" },
  { id: "task-loose", type: "task", parent: null },
  { id: "model-arm", type: "model", parent: "arm" },
  { id: "model-weather", type: "model", parent: "weather" },
  { id: "view-grip", type: "dataview", parent: "grip" },
  { id: "data-arm", type: "dataset", parent: "arm" },
  { id: "data-arm.1", type: "dataset_version", parent: "data-arm" },
  { id: "data-weather", type: "dataset", parent: "weather" },
  { id: "data-weather.1", type: "dataset_version", parent: "data-weather" },
  { id: "gpu", type: "queue", parent: null },
  { id: "cpu", type: "queue", parent: null },
  { id: "launchers", type: "app_category", parent: null },
  { id: "labels", type: "app_category", parent: null },
  { id: "project-cut-off", type: "project", parent: "deleted" },
  { id: "task-cut-off", type: "task", parent: "project-cut-off" },
  { id: "task-left-over", type: "task", parent: "deleted" },
  { id: "version-left-over", type: "dataset_version", parent: "deleted" },
  { id: "constructor", type: "model", parent: "weather" },
];

function rule(
  id: string,
  about: string,
  access: Rule["access"],
  userIds: string[],
  groupIds: string[] = [],
): Rule {
  const [type, target] = about.split(" ");
  return { id, type: type as Rule["type"], target: target ?? null, access, users: userIds, groups: groupIds };
}

const defaults: Rule[] = [
  rule("every-project", "project", "modify", [], ["users"]),
  rule("every-task", "task", "modify", [], ["users"]),
  rule("every-model", "model", "modify", [], ["users"]),
  rule("every-dataview", "dataview", "modify", [], ["users"]),
  rule("every-dataset", "dataset", "modify", [], ["users"]),
  rule("every-queue", "queue", "modify", [], ["users"]),
  rule("every-category", "app_category", "modify", [], ["users"]),
];

const grants: Rule[] = [
  rule("team-reads-robots", "project robots", "read", [], ["team"]),
  rule("ann-edits-grip", "project grip", "modify", ["ann"]),
  rule("cy-edits-robots", "project robots", "modify", ["cy"]),
  rule("cy-reads-grip", "project grip", "read", ["cy"]),
  rule("cy-reads-grip-too", "project grip", "read", [], ["team"]),
  rule("ben-reads-a-task", "task task-weather", "read", ["ben", "ben"]),
  rule("ben-wrong-type", "model task-arm", "modify", ["ben"]),
  rule("ben-edits-data", "dataset data-weather", "modify", ["ben"]),
  rule("ben-uses-gpu", "queue gpu", "modify", ["ben"]),
  rule("ben-reads-cpu", "queue cpu", "read", ["ben"]),
  rule("ben-launches", "app_category launchers", "read", ["ben"]),
  rule("left-behind", "project weather", "modify", ["left"]),
  rule("about-nothing", "task never-made", "modify", ["ben"]),
  rule("for-nobody", "project weather", "modify", []),
  rule("for-missing", "project weather", "modify", ["never-joined"], ["no-such-group", "empty"]),
  rule("admins-cellar", "project cellar", "modify", [], ["admins"]),
  rule("queue-admins-cellar", "project cellar", "read", [], ["queue_admins"]),
  rule("olga-reads-robots", "project robots", "read", ["olga"]),
  rule("quin-cpu", "queue cpu", "modify", ["quin"]),
  rule("runner-cellar", "project cellar", "modify", ["runner"]),
];

const wholeTypes: Rule[] = [
  rule("ann-all-projects", "project", "read", ["ann"]),
  rule("ben-all-tasks", "task", "modify", ["ben"]),
  rule("cy-all-datasets", "dataset", "modify", ["cy"]),
  rule("cy-all-models", "model", "read", ["cy"]),
  rule("runner-all-queues", "queue", "modify", ["runner"]),
  rule("script-all-categories", "app_category", "read", ["script"]),
  rule("quin-all-projects", "project", "modify", ["quin"]),
];

const asIs = { users, groups, resources };

export const caseWorlds = {
  closed: { ...asIs, rules: [] },
  open: { ...asIs, rules: defaults },
  openButProjects: { ...asIs, rules: defaults.slice(1) },
  granted: { ...asIs, rules: grants },
  grantedWithoutTeam: { ...asIs, groups: groups.filter(({ id }) => id !== "team"), rules: grants },
  grantedAndMoved: {
    ...asIs,
    resources: resources.map((object) => (object.id === "grip" ? { ...object, parent: "weather" } : object)),
    rules: grants,
  },
  wholeTypes: { ...asIs, rules: wholeTypes },
  ungrouped: { ...asIs, groups: [], rules: defaults },
} satisfies Record<string, World>;
