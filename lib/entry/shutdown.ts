import type { Server } from "node:http";
import { log, logUnexpected } from "@/lib/server/log";

const drainMs = 20_000;

/**
 * Ends the process in order on the first SIGINT or SIGTERM: no new requests, the running ones finish,
 * then each step of `after`. A second signal stops the waiting.
 */
export function shutDownOnSignal(server: Server, after: (() => Promise<void>)[]): void {
  let stopping = false;
  let hurry: () => void = () => {};
  const hurried = new Promise<void>((resolve) => {
    hurry = resolve;
  });
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return hurry();
    stopping = true;
    log().info({ signal }, "stopping");
    await Promise.race([closeServer(server), hurried, timeout(drainMs)]);
    server.closeAllConnections();
    for (const step of after) {
      await step().catch((error) => logUnexpected(error, "stopping"));
    }
    process.exit(0);
  };
  process.on("SIGINT", () => void stop("SIGINT"));
  process.on("SIGTERM", () => void stop("SIGTERM"));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
    server.close(() => resolve());
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    sweep.unref();
    server.closeIdleConnections();
  });
}

function timeout(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
