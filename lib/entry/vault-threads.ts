import { Worker } from "node:worker_threads";
import { logUnexpected } from "@/lib/server/log";
import { setVaultWorkers } from "@/lib/server/vault-workers";
import { WorkerPool } from "./worker-pool";

/** The largest vault that can be saved takes a fraction of each. */
const limits = { threads: 2, waiting: 32, orderMs: 5_000 };
/** With a small young generation, reading the largest YAML text leaves half the garbage in memory. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 };

/** Starts threads from the built `file` for work that is too large for the thread of requests. Returns a function that ends them. */
export function openVaultThreads(file: URL): () => Promise<void> {
  const start = () => new Worker(file, { resourceLimits });
  const pool = new WorkerPool(start, limits, (error) => logUnexpected(error, "a thread for vaults"));
  setVaultWorkers(pool);
  return () => {
    setVaultWorkers(undefined);
    return pool.close();
  };
}
