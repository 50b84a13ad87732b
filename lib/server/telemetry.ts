import { type CountedPage, countedPageOf, telemetryOf } from "@/lib/core/account/telemetry";
import { settings } from "./env";
import { productVersion } from "./version";

const key = Symbol.for("steward.openedPages");
const shared = globalThis as { [key]?: Map<CountedPage, number> };
shared[key] ??= new Map();

/** Next’s bundle, which counts, and the server, which sends, have a copy of this module each. */
const counts: Map<CountedPage, number> = shared[key];

const patienceMs = 10_000;

/** Counted only for users who share it, and only if there is somewhere to send it. */
export function countOpenedPage(path: string): void {
  const page = settings().telemetryUrl ? countedPageOf(path) : undefined;
  if (page) counts.set(page, (counts.get(page) ?? 0) + 1);
}

/** Sends what was counted since the last time, and forgets it. Throws if it can’t be sent; the counts then stay. */
export async function sendTelemetry(): Promise<void> {
  const { telemetryUrl } = settings();
  if (!telemetryUrl || counts.size === 0) return;
  const sent = new Map(counts);
  const answer = await fetch(telemetryUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(telemetryOf(productVersion, sent)),
    redirect: "error",
    signal: AbortSignal.timeout(patienceMs),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`The telemetry endpoint answered ${answer.status}.`);
  for (const [page, count] of sent) {
    const left = (counts.get(page) ?? 0) - count;
    if (left > 0) counts.set(page, left);
    else counts.delete(page);
  }
}
