import { and, asc, count, eq, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ListRequest } from "@/lib/core/resources/list-request";
import type { Reader, Transaction } from "../client";
import { queueEntries, queues } from "../schema/queues";
import { inScope, isAmong } from "./resource-filters";
import { fitsRequest, inOrder } from "./resource-list";

export type QueueRecord = Omit<typeof queues.$inferSelect, "workspaceId">;

const columns: Readonly<Record<string, AnyPgColumn>> = {
  id: queues.id,
  name: queues.name,
  tags: queues.tags,
  system_tags: queues.systemTags,
  created: queues.createdAt,
  last_update: queues.updatedAt,
};

const recordColumns = {
  id: queues.id,
  name: queues.name,
  displayName: queues.displayName,
  tags: queues.tags,
  systemTags: queues.systemTags,
  metadata: queues.metadata,
  ownerUserId: queues.ownerUserId,
  createdAt: queues.createdAt,
  updatedAt: queues.updatedAt,
};

/** Only what the scope reaches, without those that have one of the tags that hide them. */
export function listQueues(
  workspaceId: WorkspaceId,
  scope: ListScope,
  request: ListRequest,
  hidingTags: readonly string[],
  on: Reader,
): Promise<QueueRecord[]> {
  const columnOf = (field: string) => columns[field];
  return on
    .select(recordColumns)
    .from(queues)
    .where(
      and(
        eq(queues.workspaceId, workspaceId),
        inScope(scope, { id: queues.id }),
        fitsRequest(request, columnOf),
        hidingTags.length > 0
          ? sql`not (${queues.systemTags} && ${sql.param([...hidingTags])}::text[])`
          : undefined,
      ),
    )
    .orderBy(...inOrder(request, columnOf, queues.id))
    .offset(request.offset)
    .limit(request.limit);
}

export async function findQueues(
  workspaceId: WorkspaceId,
  ids: readonly string[],
  on: Reader,
): Promise<QueueRecord[]> {
  return on
    .select(recordColumns)
    .from(queues)
    .where(and(eq(queues.workspaceId, workspaceId), isAmong(queues.id, ids)));
}

/** Nobody else adds to it or takes from it until the transaction ends. */
export async function lockQueue(
  tx: Transaction,
  workspaceId: WorkspaceId,
  id: string,
): Promise<QueueRecord | undefined> {
  const [queue] = await tx
    .select(recordColumns)
    .from(queues)
    .where(and(eq(queues.workspaceId, workspaceId), eq(queues.id, id)))
    .for("update");
  return queue;
}

export async function findQueueByName(
  workspaceId: WorkspaceId,
  name: string,
  on: Reader,
): Promise<string | undefined> {
  const [queue] = await on
    .select({ id: queues.id })
    .from(queues)
    .where(and(eq(queues.workspaceId, workspaceId), eq(queues.name, name)));
  return queue?.id;
}

/** Of all queues, whoever may see them: usually one. */
export function listDefaultQueues(
  workspaceId: WorkspaceId,
  on: Reader,
): Promise<{ id: string; name: string }[]> {
  return on
    .select({ id: queues.id, name: queues.name })
    .from(queues)
    .where(and(eq(queues.workspaceId, workspaceId), sql`${queues.systemTags} @> '{default}'`))
    .limit(3);
}

export type QueueEntry = { queueId: string; taskId: string; place: number; addedAt: Date };
const entryColumns = {
  queueId: queueEntries.queueId,
  taskId: queueEntries.taskId,
  place: queueEntries.place,
  addedAt: queueEntries.addedAt,
};

/** The first entries of each of the queues, in their order. */
export async function listQueueEntries(
  workspaceId: WorkspaceId,
  queueIds: readonly string[],
  most: number,
  on: Reader,
): Promise<(QueueEntry & { taskName: string })[]> {
  const rows = await on.execute<{
    queueId: string;
    taskId: string;
    place: number;
    addedAt: string;
    taskName: string;
  }>(sql`
    select e.queue_id as "queueId", e.task_id as "taskId", e.place::float8 as place,
      e.added_at::text as "addedAt", t.name as "taskName"
    from unnest(${sql.param([...queueIds])}::text[]) as asked (id)
    cross join lateral (
      select * from queue_entries
      where workspace_id = ${workspaceId} and queue_id = asked.id order by place limit ${most}
    ) e
    join tasks t on t.workspace_id = ${workspaceId} and t.id = e.task_id
    order by e.queue_id, e.place`);
  return rows.map(({ addedAt, ...row }) => ({ ...row, addedAt: new Date(addedAt) }));
}

export async function countQueueEntries(
  workspaceId: WorkspaceId,
  queueIds: readonly string[],
  on: Reader,
): Promise<Map<string, number>> {
  const rows = await on
    .select({ queueId: queueEntries.queueId, total: count() })
    .from(queueEntries)
    .where(and(eq(queueEntries.workspaceId, workspaceId), isAmong(queueEntries.queueId, queueIds)))
    .groupBy(queueEntries.queueId);
  return new Map(rows.map(({ queueId, total }) => [queueId, total]));
}

export async function findFirstEntry(
  workspaceId: WorkspaceId,
  queueId: string,
  on: Reader,
): Promise<QueueEntry | undefined> {
  const [entry] = await on
    .select(entryColumns)
    .from(queueEntries)
    .where(and(eq(queueEntries.workspaceId, workspaceId), eq(queueEntries.queueId, queueId)))
    .orderBy(asc(queueEntries.place))
    .limit(1);
  return entry;
}

export async function findEntryOfTask(
  workspaceId: WorkspaceId,
  taskId: string,
  on: Reader,
): Promise<QueueEntry | undefined> {
  const [entry] = await on
    .select(entryColumns)
    .from(queueEntries)
    .where(and(eq(queueEntries.workspaceId, workspaceId), eq(queueEntries.taskId, taskId)));
  return entry;
}

/** All of them, for a queue that is locked. */
export async function listTaskIdsInOrder(
  workspaceId: WorkspaceId,
  queueId: string,
  on: Reader,
): Promise<string[]> {
  const rows = await on
    .select({ taskId: queueEntries.taskId })
    .from(queueEntries)
    .where(and(eq(queueEntries.workspaceId, workspaceId), eq(queueEntries.queueId, queueId)))
    .orderBy(asc(queueEntries.place));
  return rows.map(({ taskId }) => taskId);
}
