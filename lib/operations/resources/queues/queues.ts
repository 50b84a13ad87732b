import { db, type Transaction } from "@/db/client";
import {
  countQueueEntries,
  findFirstEntry,
  findQueueByName,
  findQueues,
  listQueueEntries,
  listQueues,
  type QueueEntry,
  type QueueRecord,
} from "@/db/reads/queues";
import {
  deleteQueue as deleteQueueRow,
  insertQueue,
  type QueueChange,
  updateQueue,
} from "@/db/writes/queues";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import type { ListRequest } from "@/lib/core/resources/list-request";
import { hiddenQueueTags, mostEntriesListed, mostEntriesShown } from "@/lib/core/resources/queue-list";
import { refusedResource } from "@/lib/core/resources/refusal";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import type { CallerAccess } from "../../access/caller-access";
import { recordAudit, subjectOf } from "../../audit/audit";
import type { Revalidated } from "../../rights/revalidate-actor";
import { changingResources, type ResourceUser, takingResourcesAway } from "../writing";
import { findDefaultQueueIn, unknownQueue, unqueueAll } from "./entries";

export type { QueueRecord };

type Reader = { workspaceId: WorkspaceId; access: CallerAccess };
export type QueueView = QueueRecord & { entries: (QueueEntry & { taskName: string })[] };

export async function listReadableQueues(
  { workspaceId, access }: Reader,
  request: ListRequest,
  { withHidden = true } = {},
): Promise<QueueRecord[]> {
  const hidingTags = withHidden ? [] : hiddenQueueTags;
  return listQueues(workspaceId, access.scope("read", "queue"), request, hidingTags, db());
}

/** With those of their first entries whose tasks the reader may see. */
export async function withEntries(
  { workspaceId, access }: Reader,
  queues: readonly QueueRecord[],
  most = mostEntriesShown,
): Promise<QueueView[]> {
  if (queues.length === 0) return [];
  const ids = queues.map(({ id }) => id);
  const each = Math.max(1, Math.min(most, Math.floor(mostEntriesListed / queues.length)));
  const entries = (await listQueueEntries(workspaceId, ids, each, db())).filter(({ taskId }) =>
    access.mayOf("task", "read", taskId),
  );
  const byQueue = new Map<string, QueueView["entries"]>(ids.map((id) => [id, []]));
  for (const entry of entries) byQueue.get(entry.queueId)?.push(entry);
  return queues.map((queue) => ({ ...queue, entries: byQueue.get(queue.id) ?? [] }));
}

export async function findReadableQueue(
  { workspaceId, access }: Reader,
  id: string,
): Promise<QueueRecord | undefined> {
  if (!access.mayOf("queue", "read", id)) return undefined;
  const [queue] = await findQueues(workspaceId, [id], db());
  return queue;
}

export async function findDefaultQueue(reader: Reader): Promise<Outcome<{ id: string; name: string }>> {
  const found = await findDefaultQueueIn(db(), reader.workspaceId, reader.access);
  if (!found.ok) return found;
  const queue = await findReadableQueue(reader, found.value);
  return queue ? done({ id: queue.id, name: queue.name }) : unknownQueue;
}

export function findQueueIdIn(
  tx: Transaction,
  workspaceId: WorkspaceId,
  name: string,
): Promise<string | undefined> {
  return findQueueByName(workspaceId, name, tx);
}

export async function countEntries({ workspaceId }: Reader, queueId: string): Promise<number> {
  return (await countQueueEntries(workspaceId, [queueId], db())).get(queueId) ?? 0;
}

/** Undefined also where the reader may not see the first task. */
export async function peekEntry(
  { workspaceId, access }: Reader,
  queueId: string,
): Promise<QueueEntry | undefined> {
  const entry = await findFirstEntry(workspaceId, queueId, db());
  return entry && access.mayOf("task", "read", entry.taskId) ? entry : undefined;
}

export type QueueToCreate = { name: string } & Pick<
  QueueChange,
  "displayName" | "tags" | "systemTags" | "metadata"
>;

const mayNotManage = refusedResource(
  "not_modifiable",
  "Only members of Queue admins create, rename and delete queues.",
);

/** In a transaction that changes resources. */
export async function createQueueIn(
  tx: Transaction,
  revalidated: Revalidated<"resources.use">,
  access: CallerAccess,
  wanted: QueueToCreate,
): Promise<Outcome<{ id: string }>> {
  const { workspaceId, userId } = revalidated;
  if (!access.mayCreate("queue", null)) return mayNotManage;
  if (await findQueueByName(workspaceId, wanted.name, tx)) return nameTaken(wanted.name);
  const id = newId();
  const at = now();
  await insertQueue(tx, workspaceId, { ...wanted, id, ownerUserId: userId, createdAt: at, updatedAt: at });
  await recordAudit(tx, subjectOf(revalidated), {
    event: "queue.created",
    targetId: id,
    targetName: wanted.name,
    after: { name: wanted.name },
  });
  return done({ id });
}

export function createQueue(actor: ResourceUser, wanted: QueueToCreate): Promise<Outcome<{ id: string }>> {
  return changingResources(actor, (tx, revalidated, access) =>
    createQueueIn(tx, revalidated, access, wanted),
  );
}

export type QueueEdit = { queueId: string; change: (queue: QueueRecord) => QueueChange };

/** Names are for those to change who may manage the queue; the rest for those who may modify it. */
export function editQueue(
  actor: ResourceUser,
  { queueId, change: changeOf }: QueueEdit,
): Promise<Outcome<{ updated: number; change: QueueChange }>> {
  const { workspaceId } = actor;
  return changingResources(actor, async (tx, revalidated, access) => {
    if (!access.mayOf("queue", "read", queueId)) return unknownQueue;
    const [queue] = await findQueues(workspaceId, [queueId], tx);
    if (!queue) return unknownQueue;
    const change = changeOf(queue);
    const isRenamed = change.name !== undefined && change.name !== queue.name;
    const renames =
      isRenamed || (change.displayName !== undefined && change.displayName !== queue.displayName);
    if (!access.may(renames ? "manage" : "modify", queueId) && !access.may("manage", queueId)) {
      return renames ? mayNotManage : refusedResource("not_modifiable", "You may not change this queue.");
    }
    if (isRenamed && change.name && (await findQueueByName(workspaceId, change.name, tx)))
      return nameTaken(change.name);
    if (Object.keys(change).length === 0) return done({ updated: 0, change });
    await updateQueue(tx, workspaceId, queueId, { ...change, updatedAt: now() });
    const { name, tags, systemTags } = change;
    await recordAudit(tx, subjectOf(revalidated), {
      event: "queue.edited",
      targetId: queueId,
      targetName: queue.name,
      before: { name: queue.name, tags: queue.tags, systemTags: queue.systemTags },
      after: {
        name: name ?? queue.name,
        tags: tags ?? queue.tags,
        systemTags: systemTags ?? queue.systemTags,
      },
    });
    return done({ updated: 1, change });
  });
}

export function deleteQueue(
  actor: ResourceUser,
  { queueId, force }: { queueId: string; force: boolean },
): Promise<Outcome<{ name: string; taskIds: string[] }>> {
  const { workspaceId } = actor;
  return takingResourcesAway(actor, async (tx, revalidated, access) => {
    if (!access.mayOf("queue", "read", queueId)) return unknownQueue;
    if (!access.may("manage", queueId)) return mayNotManage;
    const [queue] = await findQueues(workspaceId, [queueId], tx);
    if (!queue) return unknownQueue;
    const waiting = (await countQueueEntries(workspaceId, [queueId], tx)).get(queueId) ?? 0;
    if (waiting > 0 && !force) {
      return refusedResource("queue_not_empty", `${waiting} tasks wait in it. Use force=true to delete it.`);
    }
    const taskIds = await unqueueAll(tx, workspaceId, queueId, `Queue ${queue.name} was deleted`);
    await deleteQueueRow(tx, workspaceId, queueId);
    await recordAudit(tx, subjectOf(revalidated), {
      event: "queue.deleted",
      targetId: queueId,
      targetName: queue.name,
      before: { name: queue.name, tasks: taskIds.length },
    });
    return done({ name: queue.name, taskIds });
  });
}

function nameTaken(name: string) {
  return refusedResource("name_taken", `A queue named “${name}” already exists.`);
}
