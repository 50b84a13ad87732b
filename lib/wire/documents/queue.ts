import type { WorkspaceId } from "@/lib/core/identifiers";
import type { QueueRecord, QueueView } from "@/lib/operations/resources/queues/queues";
import { type Document, wireTime } from "./pick-fields";

export function queueDocument(workspaceId: WorkspaceId, queue: QueueRecord): Document {
  return {
    id: queue.id,
    name: queue.name,
    display_name: queue.displayName,
    user: queue.ownerUserId,
    company: workspaceId,
    created: wireTime(queue.createdAt),
    last_update: wireTime(queue.updatedAt),
    tags: queue.tags,
    system_tags: queue.systemTags,
    metadata: queue.metadata,
  };
}

/** With its entries; `named` tells their tasks with names, as the calls do that expand references. */
export function queueDocumentWithEntries(
  workspaceId: WorkspaceId,
  queue: QueueView,
  named: boolean,
): Document {
  const entries = queue.entries.map(({ taskId, taskName, addedAt }) => ({
    task: named ? { id: taskId, name: taskName } : taskId,
    added: wireTime(addedAt),
  }));
  return { ...queueDocument(workspaceId, queue), entries };
}
