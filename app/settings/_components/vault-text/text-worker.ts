import type { NumberedOrder, NumberedResult, TextOrder, TextResult } from "./text-order";

type Waiting = { order: TextOrder; resolve: (result: TextResult) => void };

/** Works on texts in a worker, or in the page if the browser has no workers. */
export class TextWorker {
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | undefined;
  private last = 0;

  constructor() {
    try {
      this.worker = new Worker(new URL("./text-worker-thread.ts", import.meta.url), { type: "module" });
    } catch {
      return;
    }
    this.worker.onmessage = ({ data }: MessageEvent<NumberedResult>) => {
      this.waiting.get(data.id)?.resolve(data.result);
      this.waiting.delete(data.id);
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.stop();
      for (const { order, resolve } of this.waiting.values()) void runHere(order).then(resolve);
      this.waiting.clear();
    };
  }

  run(order: TextOrder): Promise<TextResult> {
    this.last += 1;
    const id = this.last;
    if (!this.worker) return runHere(order);
    return new Promise((resolve) => {
      this.waiting.set(id, { order, resolve });
      this.worker?.postMessage({ id, order } satisfies NumberedOrder);
    });
  }

  stop(): void {
    this.worker?.terminate();
    this.worker = undefined;
  }
}

/** Runs one order in a worker of its own. */
export async function runBeside(order: TextOrder): Promise<TextResult> {
  const worker = new TextWorker();
  try {
    return await worker.run(order);
  } finally {
    worker.stop();
  }
}

async function runHere(order: TextOrder): Promise<TextResult> {
  const { runOrder } = await import("./run-order");
  return runOrder(order);
}
