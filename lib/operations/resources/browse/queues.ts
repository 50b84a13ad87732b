import {
  type QueueEntryRow,
  type QueueRow,
  type QueueView,
  readQueue,
  readQueuePage,
  readWorkerPage,
  type WorkerRow,
} from "@/db/reads/browse-queues";
import { type Page, pageOf } from "@/lib/core/page";
import type { NameAndPageQuery } from "@/lib/core/resources/browse";
import { accessOfActor, type CallerAccess } from "../../access/caller-access";
import { workerScopeOf } from "../workers/find-workers";
import type { ResourceUser } from "../writing";

export type { QueueRow, WorkerRow };

const perPage = 50;

export async function listQueuePage(
  actor: ResourceUser,
  query: NameAndPageQuery,
): Promise<Page<QueueRow> & { mayCreate: boolean }> {
  const access = await accessOfActor(actor);
  const scope = access.scope("read", "queue");
  const page = await onePage(query, (bounds) =>
    readQueuePage(actor.workspaceId, scope, query.search, bounds),
  );
  return { ...page, mayCreate: access.mayCreate("queue", null) };
}

/** Of a task that may not be read, the place in the queue is all that is told. */
export type ShownEntry = Pick<QueueEntryRow, "position" | "addedAt"> & {
  task: (Omit<QueueEntryRow, "position" | "addedAt"> & { mayModify: boolean }) | null;
};

export type ShownQueue = {
  queue: QueueView["queue"];
  page: Page<ShownEntry>;
  workers: WorkerRow[];
  /** To put tasks in and out, and to order them. */
  mayModify: boolean;
  /** To rename and delete it. */
  mayManage: boolean;
};

export async function findShownQueue(
  actor: ResourceUser,
  queueId: string,
  number: number,
): Promise<ShownQueue | undefined> {
  const access = await accessOfActor(actor);
  if (!access.mayOf("queue", "read", queueId)) return undefined;
  let view: QueueView | undefined;
  const page = await onePage({ page: number }, async (bounds) => {
    view = await readQueue(actor.workspaceId, queueId, bounds);
    return { rows: view?.entries ?? [], found: view?.queue.entries ?? 0 };
  });
  if (!view) return undefined;
  const rows = page.rows.map(({ position, addedAt, ...task }) => ({
    ...{ position, addedAt },
    task: access.may("read", task.taskId) ? { ...task, mayModify: access.may("modify", task.taskId) } : null,
  }));
  return {
    queue: view.queue,
    page: { ...page, rows },
    workers: view.workers.map(worker(access)),
    mayModify: access.may("modify", queueId),
    mayManage: access.may("manage", queueId),
  };
}

/** One's own workers, and those that serve a queue that one may read, as clients are told too. */
export async function listWorkerPage(actor: ResourceUser, query: NameAndPageQuery): Promise<Page<WorkerRow>> {
  const access = await accessOfActor(actor);
  const scope = workerScopeOf(actor.userId, access);
  const page = await onePage(query, (bounds) =>
    readWorkerPage(actor.workspaceId, scope, query.search, bounds),
  );
  return { ...page, rows: page.rows.map(worker(access)) };
}

/** What it serves and works on is told only where that may be read. */
function worker(access: CallerAccess) {
  return (row: WorkerRow): WorkerRow => ({
    ...row,
    queues: row.queues.filter(({ id }) => access.may("read", id)),
    task: row.task && access.may("read", row.task.id) ? row.task : null,
  });
}

/** A page past the end, which is rare, is read again as the last one. */
async function onePage<Row>(
  { page: wanted }: { page: number },
  read: (page: { limit: number; offset: number }) => Promise<{ rows: Row[]; found: number }>,
): Promise<Page<Row>> {
  const first = await read({ limit: perPage, offset: (wanted - 1) * perPage });
  const bounds = pageOf(first.found, wanted, perPage);
  return { ...bounds, rows: bounds.number === wanted ? first.rows : (await read(bounds)).rows };
}
