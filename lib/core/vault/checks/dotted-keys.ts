import type { VaultFormat } from "../model/types";
import { listKnownNames } from "./known-keys";

/** Nothing that clients read lies deeper. */
const mostSteps = 8;

/** The steps of a key that its author means as a path, in a format where a period is a letter like any other. */
export function dottedSteps(path: readonly string[], format: VaultFormat): string[] | undefined {
  const name = path[path.length - 1]!;
  if (format === "hocon" || !name.includes(".")) return undefined;
  const steps = name.split(".");
  if (steps.length > mostSteps || !steps.every((step) => /^[A-Za-z][\w-]*$/.test(step))) return undefined;
  const parent = path.slice(0, -1);
  // Below environment, files and other groups of free names, a period may be meant.
  const isRead = parent.length === 0 || (parent[0] !== "files" && listKnownNames(parent).length > 0);
  return isRead ? steps : undefined;
}

/** `agent.git_user` as it is nested: `agent: { git_user: … }`. */
export function nestedKey(steps: readonly string[], format: VaultFormat): string {
  const names = format === "json" ? steps.map((step) => JSON.stringify(step)) : steps;
  return `${names.join(": { ")}: …${" }".repeat(steps.length - 1)}`;
}
