import type { WorkspaceId } from "@/lib/core/identifiers";
import type { SeenQueue, SeenWorker } from "@/lib/operations/resources/workers/find-workers";
import { type Document, wireTime } from "./pick-fields";

/** A worker in ClearML's words, with what it refers to by id and name. */
export function workerDocument(workspaceId: WorkspaceId, worker: SeenWorker): Document {
  const { task, project } = worker;
  const queues = worker.queues.map(queueOfWorker);
  const queue = queues.find(({ id }) => id === worker.queueId);
  return {
    id: worker.id,
    key: workerKey(workspaceId, worker),
    user: { id: worker.userId, name: worker.userName },
    company: { id: workspaceId },
    ip: worker.ip,
    tags: worker.tags,
    system_tags: worker.systemTags,
    register_time: wireTime(worker.registeredAt),
    register_timeout: worker.timeoutSeconds,
    last_activity_time: wireTime(worker.reportedAt),
    last_report_time: wireTime(worker.reportedAt),
    queues,
    ...(queue ? { queue } : {}),
    ...(task
      ? {
          task: {
            ...{ id: task.id, name: task.name, last_iteration: task.lastIteration },
            running_time: task.runningSeconds * 1000,
          },
        }
      : {}),
    ...(project ? { project } : {}),
  };
}

function queueOfWorker({ id, name, displayName, waiting, nextTask }: SeenQueue): Document {
  return {
    ...{ id, name, num_tasks: waiting },
    ...(displayName === null ? {} : { display_name: displayName }),
    ...(nextTask ? { next_task: nextTask } : {}),
  };
}

export function workerKey(workspaceId: WorkspaceId, { userId, id }: { userId: string; id: string }): string {
  return `worker_${workspaceId}_${userId}_${id}`;
}
