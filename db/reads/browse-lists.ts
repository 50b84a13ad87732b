import { and, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { ListScope } from "@/lib/core/access/scope";
import { containsPattern } from "@/lib/core/list-query";
import {
  type BrowsedKind,
  type BrowseOrder,
  type BrowseQuery,
  browsedKinds,
} from "@/lib/core/resources/browse";
import type { TaskStatus, TaskType } from "@/lib/core/resources/task";
import { db } from "../client";
import { datasets, dataviews } from "../schema/datasets";
import { models } from "../schema/models";
import { tasks } from "../schema/tasks";
import { isArchived, isIn, nameOfMember, type Place, projectsOf } from "./browse-conditions";
import { inScope } from "./resource-filters";

export type BrowsedRow = {
  id: string;
  name: string;
  tags: string[];
  ownerId: string;
  ownerName: string | null;
  projectId: string | null;
  /** The whole path. */
  projectName: string | null;
  updatedAt: string;
  /** Of tasks alone. */
  status?: TaskStatus;
  type?: TaskType;
  progress?: string | null;
  /** Of models alone. */
  ready?: boolean;
  framework?: string | null;
};

export type BrowsedList = {
  rows: BrowsedRow[];
  /** As many as fit the filters. */
  found: number;
  /** As many as there are of each kind in the place, archived ones aside. */
  counts: Record<BrowsedKind, number>;
};

const tables = { tasks, models, datasets, dataviews } as const;

const ownFields: Record<BrowsedKind, SQL> = {
  tasks: sql`, tasks.status, tasks.type, tasks.runtime ->> 'progress' as progress`,
  models: sql`, models.ready, models.framework`,
  datasets: sql``,
  dataviews: sql``,
};

/** One page of a list, and how long this list and those beside it are: one statement, which counts each list once. */
export async function readBrowsedList(
  place: Place,
  scopes: Record<BrowsedKind, ListScope>,
  query: BrowseQuery,
  page: { limit: number; offset: number },
): Promise<BrowsedList> {
  const { workspaceId } = place;
  const { kind } = query;
  const table = tables[kind];
  const name = sql.identifier(kind);
  const filters = and(...filtersOf(kind, query));
  const fits = and(ofKind(place, kind, scopes[kind], query.archived), filters);
  const isCountedAnyway = !filters && !query.archived;
  const counts = browsedKinds.map(
    (each) => sql`${each}::text, (
      select count(*)::int from ${sql.identifier(each)} where ${ofKind(place, each, scopes[each], false)}
    )`,
  );
  const [row] = await db().execute<{ list: Omit<BrowsedList, "found"> & { found: number | null } }>(sql`
    with ${projectsOf(place)}
    select json_build_object(
      'found', ${isCountedAnyway ? sql`null` : sql`(select count(*)::int from ${name} where ${fits})`},
      'counts', json_build_object(${sql.join(counts, sql`, `)}),
      'rows', (
        select coalesce(json_agg(row_to_json(page)), '[]') from (
          select ${table.id}, ${table.name}, ${table.tags}, ${table.ownerUserId} as "ownerId",
            ${nameOfMember(workspaceId, table.ownerUserId)} as "ownerName",
            ${table.projectId} as "projectId", (
              select p.name from projects p where p.workspace_id = ${workspaceId} and p.id = ${table.projectId}
            ) as "projectName",
            ${table.updatedAt} as "updatedAt" ${ownFields[kind]}
          from ${name} where ${fits}
          order by ${orderOf(kind, query.order)} limit ${page.limit} offset ${page.offset}
        ) page
      )
    ) as list`);
  const counted = row?.list ?? {
    rows: [],
    found: 0,
    counts: { tasks: 0, models: 0, datasets: 0, dataviews: 0 },
  };
  return { ...counted, found: counted.found ?? counted.counts[kind] };
}

function ofKind(place: Place, kind: BrowsedKind, scope: ListScope, archived: boolean): SQL | undefined {
  const table = tables[kind];
  const isOld = isArchived(table.systemTags);
  return and(
    sql`${table.workspaceId} = ${place.workspaceId}`,
    inScope(scope, { id: table.id, parentId: table.projectId }),
    isIn(place, table.projectId),
    archived ? isOld : sql`not ${isOld}`,
  );
}

function filtersOf(kind: BrowsedKind, { search, status, type, tag }: BrowseQuery): (SQL | undefined)[] {
  const table = tables[kind];
  return [
    search
      ? sql`(lower(${table.name}) like lower(${containsPattern(search)}) or ${table.id} = ${search}
          or ${search} = any(${table.tags}))`
      : undefined,
    tag ? sql`${tag} = any(${table.tags})` : undefined,
    kind === "tasks" && status !== "all" ? sql`${tasks.status} = ${status}` : undefined,
    kind === "tasks" && type !== "all" ? sql`${tasks.type} = ${type}` : undefined,
    kind === "models" && status !== "all" ? sql`${models.ready} = ${status === "published"}` : undefined,
  ];
}

function orderOf(kind: BrowsedKind, order: BrowseOrder): SQL {
  const table = tables[kind];
  const direction = order.startsWith("-") ? sql`desc` : sql`asc`;
  const by = order.replace("-", "");
  const latest = sql`${table.updatedAt} desc, ${table.id} desc`;
  if (by === "name") return sql`lower(${table.name}) ${direction}, ${table.id}`;
  const status: AnyPgColumn | undefined =
    kind === "tasks" ? tasks.status : kind === "models" ? models.ready : undefined;
  if (by === "status") return status ? sql`${status} ${direction}, ${latest}` : latest;
  return sql`${table.updatedAt} ${direction}, ${table.id} ${direction}`;
}
