import { sql } from "drizzle-orm";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type { TaskStatus } from "@/lib/core/resources/task";
import { db } from "../client";
import { queues } from "../schema/queues";
import { inScope } from "./resource-filters";
import { isSeen, type WorkerScope } from "./workers";

export type QueueRow = {
  id: string;
  name: string;
  displayName: string | null;
  tags: string[];
  isDefault: boolean;
  entries: number;
  /** Those that listen to it and have not gone. */
  workers: number;
  /** Since when the first of its entries waits. */
  waitingSince: string | null;
};

const isPresent = sql`(w.reported_at > now() - make_interval(secs => w.timeout_seconds))`;

export async function readQueuePage(
  workspaceId: WorkspaceId,
  scope: ListScope,
  search: string,
  page: { limit: number; offset: number },
): Promise<{ rows: QueueRow[]; found: number }> {
  const visible = inScope(scope, { id: queues.id }) ?? sql`true`;
  const pattern = containsPattern(search);
  const fits = sql`queues.workspace_id = ${workspaceId} and ${visible}
    and (lower(queues.name) like lower(${pattern}) or lower(queues.display_name) like lower(${pattern})
      or queues.id = ${search})`;
  const [row] = await db().execute<{ list: { rows: QueueRow[]; found: number } }>(sql`
    select json_build_object(
      'found', (select count(*)::int from queues where ${fits}),
      'rows', (
        select coalesce(json_agg(json_build_object(
          'id', q.id, 'name', q.name, 'displayName', q.display_name, 'tags', q.tags,
          'isDefault', 'default' = any(q.system_tags),
          'entries', (
            select count(*)::int from queue_entries e where e.workspace_id = ${workspaceId} and e.queue_id = q.id
          ),
          'waitingSince', (
            select e.added_at from queue_entries e where e.workspace_id = ${workspaceId} and e.queue_id = q.id
            order by e.place limit 1
          ),
          'workers', (
            select count(*)::int from workers w
            where w.workspace_id = ${workspaceId} and q.id = any(w.queue_ids) and ${isPresent}
          )
        ) order by lower(q.name), q.id), '[]')
        from (
          select * from queues where ${fits}
          order by lower(queues.name), queues.id limit ${page.limit} offset ${page.offset}
        ) q
      )
    ) as list`);
  return row?.list ?? { rows: [], found: 0 };
}

export type QueueEntryRow = {
  taskId: string;
  name: string;
  status: TaskStatus;
  ownerId: string;
  ownerName: string | null;
  /** From 1. */
  position: number;
  addedAt: string;
};

export type WorkerRow = {
  id: string;
  ownerId: string;
  ownerName: string | null;
  isPresent: boolean;
  reportedAt: string;
  tags: string[];
  queues: { id: string; name: string }[];
  task: { id: string; name: string } | null;
  machineStats: Record<string, unknown>;
};

const workerFields = (workspaceId: WorkspaceId) => sql`
  json_build_object(
    'id', w.id, 'ownerId', w.user_id, 'ownerName', (
      select m.name from memberships m where m.workspace_id = ${workspaceId} and m.user_id = w.user_id
    ),
    'isPresent', ${isPresent}, 'reportedAt', w.reported_at, 'tags', w.tags, 'machineStats', w.machine_stats,
    'queues', (
      select coalesce(json_agg(json_build_object('id', q.id, 'name', q.name) order by lower(q.name)), '[]')
      from queues q where q.workspace_id = ${workspaceId} and q.id = any(w.queue_ids)
    ),
    'task', (
      select json_build_object('id', t.id, 'name', t.name) from tasks t
      where t.workspace_id = ${workspaceId} and t.id = w.task_id
    )
  )`;

const mostWorkersBeside = 50;

export type QueueView = {
  queue: QueueRow & { createdAt: string };
  entries: QueueEntryRow[];
  workers: WorkerRow[];
};

export async function readQueue(
  workspaceId: WorkspaceId,
  queueId: string,
  page: { limit: number; offset: number },
): Promise<QueueView | undefined> {
  const [row] = await db().execute<{ view: QueueView }>(sql`
    select json_build_object(
      'queue', json_build_object(
        'id', q.id, 'name', q.name, 'displayName', q.display_name, 'tags', q.tags, 'createdAt', q.created_at,
        'isDefault', 'default' = any(q.system_tags),
        'entries', (
          select count(*)::int from queue_entries e where e.workspace_id = ${workspaceId} and e.queue_id = q.id
        ),
        'waitingSince', null,
        'workers', (
          select count(*)::int from workers w
          where w.workspace_id = ${workspaceId} and q.id = any(w.queue_ids) and ${isPresent}
        )
      ),
      'entries', (
        select coalesce(json_agg(entry order by position), '[]') from (
          select e.task_id as "taskId", t.name, t.status, t.owner_user_id as "ownerId", (
              select m.name from memberships m
              where m.workspace_id = ${workspaceId} and m.user_id = t.owner_user_id
            ) as "ownerName",
            e.added_at as "addedAt", row_number() over (order by e.place) as position
          from queue_entries e
          join tasks t on t.workspace_id = ${workspaceId} and t.id = e.task_id
          where e.workspace_id = ${workspaceId} and e.queue_id = q.id
          order by e.place limit ${page.limit} offset ${page.offset}
        ) entry
      ),
      'workers', (
        select coalesce(json_agg(${workerFields(workspaceId)}), '[]') from (
          select * from workers w where w.workspace_id = ${workspaceId} and q.id = any(w.queue_ids)
          order by w.reported_at desc, w.id limit ${mostWorkersBeside}
        ) w
      )
    ) as view
    from queues q where q.workspace_id = ${workspaceId} and q.id = ${queueId}`);
  return row?.view;
}

export async function readWorkerPage(
  workspaceId: WorkspaceId,
  scope: WorkerScope,
  search: string,
  page: { limit: number; offset: number },
): Promise<{ rows: WorkerRow[]; found: number }> {
  const fits = sql`workers.workspace_id = ${workspaceId} and ${isSeen(scope) ?? sql`true`}
    and lower(workers.id) like lower(${containsPattern(search)})`;
  const [row] = await db().execute<{ list: { rows: WorkerRow[]; found: number } }>(sql`
    select json_build_object(
      'found', (select count(*)::int from workers where ${fits}),
      'rows', (
        select coalesce(json_agg(${workerFields(workspaceId)} order by w.reported_at desc, w.id), '[]') from (
          select * from workers where ${fits}
          order by workers.reported_at desc, workers.id limit ${page.limit} offset ${page.offset}
        ) w
      )
    ) as list`);
  return row?.list ?? { rows: [], found: 0 };
}
