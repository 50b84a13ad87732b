import { runOrder } from "./run-order";
import type { NumberedOrder, NumberedResult } from "./text-order";

self.addEventListener("message", ({ data: { id, order } }: MessageEvent<NumberedOrder>) => {
  self.postMessage({ id, result: runOrder(order) } satisfies NumberedResult);
});
