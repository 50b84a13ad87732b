import type { Transaction } from "@/db/client";
import { countWorkersOf, lockWorker, type WorkerKey, type WorkerRecord } from "@/db/reads/workers";
import { updateTask } from "@/db/writes/tasks";
import { deleteSilentWorkers, deleteWorker, updateWorker, upsertWorker } from "@/db/writes/workers";
import { done, type Outcome } from "@/lib/core/outcome";
import { refusedResource } from "@/lib/core/resources/refusal";
import {
  defaultTimeoutSeconds,
  longestTimeoutSeconds,
  mostProperties,
  mostWorkers,
  type WorkerProperty,
  withProperties,
} from "@/lib/core/resources/worker";
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import type { CallerAccess } from "../../access/caller-access";
import { reporting } from "../writing";

export type WorkerToRegister = {
  id: string;
  queueIds: readonly string[];
  timeoutSeconds: number;
  tags: readonly string[];
  systemTags: readonly string[];
};

/**
 * A worker is known by its id and by whose credentials it runs with, so that two members may each have one of the same
 * id.
 */
// Not audited: agents report themselves whenever they start.
export function registerWorker(caller: ApiCaller, wanted: WorkerToRegister): Promise<Outcome> {
  const { workspaceId } = caller;
  return reporting(caller, async (tx, access) => {
    for (const queueId of wanted.queueIds) {
      if (!access.mayOf("queue", "read", queueId))
        return refusedResource("unknown_queue", `There is no queue ${queueId.slice(0, 64)}.`);
      if (!access.may("modify", queueId))
        return refusedResource(
          "not_modifiable",
          `You may see the queue ${queueId.slice(0, 64)}, and not serve it.`,
        );
    }
    const at = now();
    await deleteSilentWorkers(tx, workspaceId, new Date(at.getTime() - longestTimeoutSeconds * 1000));
    const known = await lockWorker(tx, workspaceId, keyOf(caller, wanted.id));
    const refusal = known ? undefined : await whyNotAnother(tx, caller, at);
    if (refusal) return refusal;
    await upsertWorker(tx, workspaceId, {
      ...keyOf(caller, wanted.id),
      ...{ ip: caller.ip || null, queueIds: [...new Set(wanted.queueIds)], queueId: null, taskId: null },
      ...{ tags: [...new Set(wanted.tags)], systemTags: [...new Set(wanted.systemTags)] },
      ...{ timeoutSeconds: Math.min(wanted.timeoutSeconds, longestTimeoutSeconds), machineStats: {} },
      ...{ registeredAt: at, reportedAt: at },
    });
    return done();
  });
}

export type WorkerReport = {
  id: string;
  queueId: string | undefined;
  /** The queues that it serves now; unchanged where the report names none. */
  queueIds: readonly string[];
  taskId: string | undefined;
  tags: readonly string[] | undefined;
  systemTags: readonly string[] | undefined;
  machineStats: Record<string, number | number[]> | undefined;
};

/** Queues that the caller may not serve are left out. One that is not registered is registered by its first report. */
// Not audited: agents report themselves every half minute.
export function reportWorker(caller: ApiCaller, report: WorkerReport): Promise<Outcome> {
  const { workspaceId } = caller;
  const serves = (access: CallerAccess) => (queueId: string) => access.mayOf("queue", "modify", queueId);
  return reporting(caller, async (tx, access) => {
    if (report.taskId !== undefined && !access.mayOf("task", "read", report.taskId))
      return refusedResource("unknown_task", "There is no such task.");
    const at = now();
    const found = await findOrRegister(tx, caller, report.id, at);
    if (!found.ok) return found;
    const { tags, systemTags, machineStats } = report;
    const queueIds = report.queueIds.filter(serves(access));
    await updateWorker(tx, workspaceId, found.value, {
      ...{ ip: caller.ip || null, reportedAt: at, taskId: report.taskId ?? null },
      queueId: [report.queueId ?? []].flat().find(serves(access)) ?? null,
      ...(queueIds.length > 0 ? { queueIds: [...new Set(queueIds)] } : {}),
      ...(tags ? { tags: [...new Set(tags)] } : {}),
      ...(systemTags ? { systemTags: [...new Set(systemTags)] } : {}),
      ...(machineStats ? { machineStats } : {}),
    });
    if (report.taskId !== undefined && access.may("modify", report.taskId)) {
      const seen = { lastWorker: report.id, lastWorkerReportAt: at, updatedAt: at };
      await updateTask(tx, workspaceId, report.taskId, seen);
    }
    return done();
  });
}

/** One that is not registered is gone already. */
// Not audited: agents report themselves whenever they stop.
export function unregisterWorker(caller: ApiCaller, id: string): Promise<Outcome> {
  return reporting(caller, async (tx) => {
    await deleteWorker(tx, caller.workspaceId, keyOf(caller, id));
    return done();
  });
}

// Not audited: agents set them of themselves.
export function setWorkerProperties(
  caller: ApiCaller,
  id: string,
  properties: readonly WorkerProperty[],
): Promise<Outcome> {
  return reporting(caller, async (tx) => {
    const at = now();
    const found = await findOrRegister(tx, caller, id, at);
    if (!found.ok) return found;
    const runtimeProperties = withProperties(found.value.runtimeProperties, properties, at);
    if (runtimeProperties.length > mostProperties)
      return refusedResource("limit_reached", `A worker has at most ${mostProperties} properties.`);
    await updateWorker(tx, caller.workspaceId, found.value, { runtimeProperties, reportedAt: at });
    return done();
  });
}

async function findOrRegister(
  tx: Transaction,
  caller: ApiCaller,
  id: string,
  at: Date,
): Promise<Outcome<WorkerRecord>> {
  const { workspaceId } = caller;
  const known = await lockWorker(tx, workspaceId, keyOf(caller, id));
  if (known) return done(known);
  const refusal = await whyNotAnother(tx, caller, at);
  if (refusal) return refusal;
  await upsertWorker(tx, workspaceId, {
    ...keyOf(caller, id),
    ...{ ip: caller.ip || null, timeoutSeconds: defaultTimeoutSeconds, registeredAt: at, reportedAt: at },
  });
  const made = await lockWorker(tx, workspaceId, keyOf(caller, id));
  return made ? done(made) : refusedResource("unknown_worker", "There is no such worker.");
}

async function whyNotAnother(tx: Transaction, { workspaceId, userId }: ApiCaller, at: Date) {
  if ((await countWorkersOf(workspaceId, userId, at, tx)) < mostWorkers) return undefined;
  return refusedResource("limit_reached", `One member has at most ${mostWorkers} workers at a time.`);
}

function keyOf({ userId }: ApiCaller, id: string): WorkerKey {
  return { userId, id };
}
