import { AsyncLocalStorage } from "node:async_hooks";
import { doVaultWork, isLight, type WorkOrder, type WorkResult } from "@/lib/core/vault/vault-work";

/** `busy`: others wait already. `too_slow`: it was given up. `failed`: its thread broke. `cancelled`: nobody waits for it. */
export type WorkProblem = "busy" | "too_slow" | "failed" | "cancelled";
export type WorkOutcome<T> = { value: T } | { problem: WorkProblem };

/** Threads that do work outside the one that answers requests. */
export interface Workers {
  run(order: unknown, cancelled?: AbortSignal): Promise<WorkOutcome<unknown>>;
}

/** Next's bundle and the HTTP server each load their own copy of this module; these are theirs in common. */
const workersKey = Symbol.for("steward.vault-workers");
const signalsKey = Symbol.for("steward.request-signals");
const shared = globalThis as {
  [workersKey]?: Workers | undefined;
  [signalsKey]?: AsyncLocalStorage<AbortSignal>;
};
shared[signalsKey] ??= new AsyncLocalStorage<AbortSignal>();
const signals = shared[signalsKey];

/** Returns those that were set before. */
export function setVaultWorkers(workers: Workers | undefined): Workers | undefined {
  const before = shared[workersKey];
  shared[workersKey] = workers;
  return before;
}

/** Work that is asked for within `answer` ends with `gone`: its client went away. */
export function withClient<T>(gone: AbortSignal, answer: () => T): T {
  return signals.run(gone, answer);
}

/**
 * Large texts are worked on by another thread, so that nobody else waits for them. Without threads, as in the
 * operator's commands, all is done here. With `keep` it goes on when the client that asked has gone.
 */
export async function runVaultWork<O extends WorkOrder>(
  order: O,
  { keep = false } = {},
): Promise<WorkOutcome<WorkResult<O>>> {
  const workers = shared[workersKey];
  if (!workers || isLight(order)) return { value: doVaultWork(order) };
  const outcome = await workers.run(order, keep ? undefined : signals.getStore());
  return outcome as WorkOutcome<WorkResult<O>>;
}
