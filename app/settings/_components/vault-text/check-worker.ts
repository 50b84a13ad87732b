import { checkVault } from "@/lib/core/vault/checks/check-vault";
import type { CheckAnswer, CheckOrder } from "./check-order";

/** Checks large texts in a worker, so that typing never waits for it. */
self.addEventListener("message", ({ data }: MessageEvent<CheckOrder>) => {
  const { diagnostics } = checkVault(data.text, data.format, data.target);
  self.postMessage({ id: data.id, diagnostics } satisfies CheckAnswer);
});
