import type { Transaction } from "@/db/client";
import { credentialUses } from "@/db/schema/credentials";
import { upsertCallCounts } from "@/db/writes/usage";
import { type CallMaker, dayOf } from "@/lib/core/usage/call-tally";
import { drawnNumbers } from "./demo-files/drawn-numbers";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const days = 21;

/** `calls` on a working day; people make fewer at weekends. */
export type DemoCaller = CallMaker & { calls: number; isPerson: boolean; worker: string };

/** Three weeks of calls by day and credentials, up to `at`, and when each were used last. */
export async function insertDemoCalls(
  tx: Transaction,
  callers: readonly DemoCaller[],
  at: Date,
): Promise<void> {
  const counts = callers.flatMap(({ workspaceId, accessKey, userId, calls, isPerson }, index) => {
    const next = drawnNumbers(index);
    return Array.from({ length: days }, (_, age) => {
      const on = new Date(at.getTime() - age * dayMs);
      const isWeekend = on.getUTCDay() % 6 === 0;
      const part = (0.6 + 0.8 * next()) * (isPerson && isWeekend ? 0.05 : 1);
      const untilNow = age === 0 ? (at.getTime() % dayMs) / dayMs : 1;
      return { workspaceId, accessKey, userId, day: dayOf(on), calls: Math.round(calls * part * untilNow) };
    }).filter((count) => count.calls > 0);
  });
  await upsertCallCounts(tx, "demo", counts);
  await tx.insert(credentialUses).values(
    callers.map(({ workspaceId, accessKey, worker }, index) => ({
      ...{ workspaceId, accessKey, worker, ip: `192.0.2.${10 + index}` },
      lastUsedAt: new Date(at.getTime() - index * index * hourMs),
    })),
  );
}
