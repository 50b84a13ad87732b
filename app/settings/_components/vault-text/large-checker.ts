import type { Diagnostic, VaultFormat, VaultTarget } from "@/lib/core/vault/model/types";
import type { CheckAnswer, CheckOrder } from "./check-order";

type Waiting = { order: CheckOrder; resolve: (diagnostics: Diagnostic[]) => void };

/** Checks texts in a worker, or in the page if the browser has no workers. */
export class LargeChecker {
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | undefined;
  private last = 0;

  constructor() {
    try {
      this.worker = new Worker(new URL("./check-worker.ts", import.meta.url), { type: "module" });
    } catch {
      return;
    }
    this.worker.onmessage = ({ data }: MessageEvent<CheckAnswer>) => {
      this.waiting.get(data.id)?.resolve(data.diagnostics);
      this.waiting.delete(data.id);
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.stop();
      for (const { order, resolve } of this.waiting.values()) void checkHere(order).then(resolve);
      this.waiting.clear();
    };
  }

  check(text: string, format: VaultFormat, target: VaultTarget): Promise<Diagnostic[]> {
    this.last += 1;
    const order = { id: this.last, text, format, target };
    if (!this.worker) return checkHere(order);
    return new Promise((resolve) => {
      this.waiting.set(order.id, { order, resolve });
      this.worker?.postMessage(order);
    });
  }

  stop(): void {
    this.worker?.terminate();
    this.worker = undefined;
  }
}

async function checkHere({ text, format, target }: CheckOrder): Promise<Diagnostic[]> {
  const { checkVault } = await import("@/lib/core/vault/checks/check-vault");
  return checkVault(text, format, target).diagnostics;
}
