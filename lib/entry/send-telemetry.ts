import { settings } from "@/lib/server/env";
import { log } from "@/lib/server/log";
import { sendTelemetry } from "@/lib/server/telemetry";
import { repeat } from "./repeat";

const everyMs = 60 * 60_000;

/** Sends what users share of the pages that they open, once an hour, if the operator configured where to. */
export function sendTelemetryHourly(): () => Promise<void> {
  if (!settings().telemetryUrl) return async () => {};
  return repeat(everyMs, "sending telemetry", () =>
    sendTelemetry().catch((error: unknown) => log().warn({ err: error }, "telemetry could not be sent")),
  );
}
