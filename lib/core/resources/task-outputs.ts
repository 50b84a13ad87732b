import { done, type Outcome } from "../outcome";
import { refusedResource } from "./refusal";
import type { TaskRecord } from "./task";

/** Of a pipeline, so many steps are archived, stopped or deleted with it. */
export const mostSteps = 1_000;

type Output = { id: string; ready: boolean };

/** What others rely on is taken from a task by force alone. */
export function whyOutputsStay(
  outputs: readonly Output[],
  hasPublishedChildren: boolean,
  force: boolean,
): Outcome {
  if (force) return done();
  if (hasPublishedChildren) {
    return refusedResource("task_not_deletable", "It has published children. Use force=True.");
  }
  return outputs.some(({ ready }) => ready)
    ? refusedResource("task_not_deletable", "It made published models. Use force=True.")
    : done();
}

/** Drafts go with the task, but for those that other tasks began with and those that whoever asks may not modify. */
export function outputsToDelete<T extends Output>(
  outputs: readonly T[],
  inUse: ReadonlySet<string>,
  mayModify: (id: string) => boolean,
): T[] {
  return outputs.filter(({ id, ready }) => !ready && !inUse.has(id) && mayModify(id));
}

/** Where the artifacts are that a task made, without those that it was given. */
export function producedArtifactUrls({ artifacts }: Pick<TaskRecord, "artifacts">): string[] {
  const urls = artifacts.flatMap(({ uri, mode = "output" }) =>
    typeof uri === "string" && uri !== "" && mode === "output" ? [uri] : [],
  );
  return [...new Set(urls)];
}
