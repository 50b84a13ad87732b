import { and, count, eq, isNotNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { credentialUses } from "@/db/schema/credentials";
import { tasks } from "@/db/schema/tasks";
import { upsertCallCounts, upsertProjectCalls } from "@/db/writes/usage";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type CallCount, type CallMaker, dayOf } from "@/lib/core/usage/call-tally";
import { drawnNumbers } from "./demo-files/drawn-numbers";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const days = 21;
/** Of calls; the others name nothing that is in a project. */
const aboutProjects = 0.8;

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
    }).filter(({ calls: made }) => made > 0);
  });
  await upsertCallCounts(tx, "demo", counts);
  await insertProjectCalls(tx, counts);
  await tx.insert(credentialUses).values(
    callers.map(({ workspaceId, accessKey, worker }, index) => ({
      ...{ workspaceId, accessKey, worker, ip: `192.0.2.${10 + index}` },
      lastUsedAt: new Date(at.getTime() - index * index * hourMs),
    })),
  );
}

/** Those of each day are spread over the projects by how many tasks each has. */
async function insertProjectCalls(tx: Transaction, counts: readonly CallCount[]): Promise<void> {
  const callsOf = new Map<WorkspaceId, Map<string, number>>();
  for (const { workspaceId, day, calls } of counts) {
    const known = callsOf.get(workspaceId) ?? new Map<string, number>();
    callsOf.set(workspaceId, known.set(day, (known.get(day) ?? 0) + calls));
  }
  for (const [workspaceId, byDay] of callsOf) {
    const projects = await tx
      .select({ projectId: tasks.projectId, tasks: count() })
      .from(tasks)
      .where(and(eq(tasks.workspaceId, workspaceId), isNotNull(tasks.projectId)))
      .groupBy(tasks.projectId);
    const all = projects.reduce((sum, each) => sum + each.tasks, 0);
    const rows = [...byDay].flatMap(([day, calls]) =>
      projects.map(({ projectId, tasks: some }) => ({
        ...{ workspaceId, day, projectId: projectId ?? "" },
        calls: Math.floor((calls * aboutProjects * some) / all),
      })),
    );
    await upsertProjectCalls(
      tx,
      "demo",
      rows.filter(({ calls }) => calls > 0),
    );
  }
}
