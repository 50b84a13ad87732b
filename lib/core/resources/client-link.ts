import { isIdentifier } from "../identifiers";

/** A page of Steward: of one object, or a list that names none. */
export type LinkedPlace =
  | { type: "task" | "model" | "project" | "queue"; id: string; hash?: string }
  | { type: "list"; path: string };

const types = { tasks: "task", experiments: "task", models: "model" } as const;

/** Sections of a task's page, by what clients call them. */
const hashes: Readonly<Record<string, string>> = {
  log: "#log",
  scalar: "#scalars",
  plots: "#scalars",
  debugImages: "#samples",
  artifacts: "#artifacts",
  "hyper-params": "#hyperparameters",
};

/**
 * What a URL of ClearML’s web app refers to, as clients print it: `/projects/ID/experiments/ID/output/log`.
 * Undefined where it refers to nothing.
 */
export function readClientLink(path: string, queueId?: string): LinkedPlace | undefined {
  const [area, ...rest] = path.split("/").filter((part) => part !== "");
  if (area === "workers-and-queues") return workersOrQueues(rest[0], queueId);
  const [projectId = "", folder, id, ...page] =
    area === "datasets" && rest[0] === "simple" ? rest.slice(1) : rest;
  const type = types[folder as keyof typeof types];
  if (folder !== undefined && !type) return undefined;
  if (!type || id === undefined)
    return isIdentifier(projectId) ? { type: "project", id: projectId } : undefined;
  if (!isIdentifier(id)) return undefined;
  const hash = type === "task" ? page.map((part) => hashes[part]).find((found) => found) : undefined;
  return { type, id, ...(hash ? { hash } : {}) };
}

function workersOrQueues(list: string | undefined, queueId: string | undefined): LinkedPlace | undefined {
  if (list === "workers") return { type: "list", path: "/projects/workers" };
  if (list !== undefined && list !== "queues") return undefined;
  if (queueId !== undefined && isIdentifier(queueId)) return { type: "queue", id: queueId };
  return { type: "list", path: "/projects/queues" };
}

/** Where Steward shows it. */
export function pathOf(place: LinkedPlace): string {
  if (place.type === "list") return place.path;
  const folder = place.type === "project" ? "" : `${place.type}s/`;
  return `/projects/${folder}${place.id}${place.hash ?? ""}`;
}
