import type { Worker } from "node:worker_threads";
import type { Workers, WorkOutcome, WorkProblem } from "@/lib/server/vault-workers";

export type PoolLimits = {
  /** Threads that run at the same time. Each is started when it is first needed. */
  threads: number;
  /** Orders that wait for a thread; one more is refused. */
  waiting: number;
  /** How long one order may take. */
  orderMs: number;
};

type Task = {
  order: unknown;
  /** Tells the caller. Only the first outcome counts. */
  settle: (outcome: WorkOutcome<unknown>) => void;
};
type Running = { worker: Worker; end: (problem: WorkProblem) => void };

/** Runs each job in a thread of its own. Replaces a thread that fails or takes too long. */
export class WorkerPool implements Workers {
  readonly #start: () => Worker;
  readonly #limits: PoolLimits;
  readonly #idle = new Set<Worker>();
  readonly #running = new Map<Task, Running>();
  readonly #waiting = new Set<Task>();
  readonly #report: (error: Error) => void;
  #closed = false;

  /** `report` is told why a thread broke. */
  constructor(start: () => Worker, limits: PoolLimits, report: (error: Error) => void) {
    this.#start = start;
    this.#limits = limits;
    this.#report = report;
  }

  run(order: unknown, cancelled?: AbortSignal): Promise<WorkOutcome<unknown>> {
    if (cancelled?.aborted || this.#closed) return Promise.resolve({ problem: "cancelled" });
    return new Promise((resolve) => {
      const cancel = () => this.#end(task, "cancelled");
      const task: Task = {
        order,
        settle: (outcome) => {
          cancelled?.removeEventListener("abort", cancel);
          resolve(outcome);
        },
      };
      cancelled?.addEventListener("abort", cancel);
      if (this.#running.size < this.#limits.threads) this.#begin(task);
      else if (this.#waiting.size < this.#limits.waiting) this.#waiting.add(task);
      else task.settle({ problem: "busy" });
    });
  }

  /** Ends what waits and what runs. */
  async close(): Promise<void> {
    this.#closed = true;
    const workers = [...this.#idle, ...[...this.#running.values()].map(({ worker }) => worker)];
    for (const task of [...this.#waiting, ...this.#running.keys()]) this.#end(task, "cancelled");
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #end(task: Task, problem: WorkProblem): void {
    if (this.#waiting.delete(task)) task.settle({ problem });
    else this.#running.get(task)?.end(problem);
  }

  #begin(task: Task): void {
    const worker = this.#takeIdle() ?? this.#start();
    const finish = (outcome: WorkOutcome<unknown>) => {
      clearTimeout(timer);
      this.#running.delete(task);
      forget(worker);
      if ("value" in outcome && !this.#closed) this.#putIdle(worker);
      else this.#discard(worker);
      task.settle(outcome);
      const [next] = this.#waiting;
      if (!next) return;
      this.#waiting.delete(next);
      this.#begin(next);
    };
    const end = (problem: WorkProblem) => finish({ problem });
    const timer = setTimeout(() => end("too_slow"), this.#limits.orderMs);
    this.#running.set(task, { worker, end });
    worker.once("message", (value: unknown) => finish({ value }));
    worker.once("error", (error) => {
      this.#report(error);
      end("failed");
    });
    worker.once("exit", () => end("failed"));
    worker.postMessage(task.order);
  }

  /** A thread without work keeps the process from ending no longer. */
  #putIdle(worker: Worker): void {
    worker.unref();
    this.#idle.add(worker);
    worker.on("error", () => {});
    worker.once("exit", () => this.#idle.delete(worker));
  }

  #takeIdle(): Worker | undefined {
    const [worker] = this.#idle;
    if (!worker) return undefined;
    this.#idle.delete(worker);
    forget(worker);
    worker.ref();
    return worker;
  }

  #discard(worker: Worker): void {
    worker.on("error", () => {});
    void worker.terminate();
  }
}

function forget(worker: Worker): void {
  for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
}
