import { and, eq, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import {
  type BrowsedKind,
  type BrowseOrder,
  type BrowseQuery,
  browsedKinds,
} from "@/lib/core/resources/browse";
import { type ScalarName, scalarNamed } from "@/lib/core/resources/scalar-name";
import type { Point } from "@/lib/core/resources/series";
import type { TaskStatus, TaskType } from "@/lib/core/resources/task";
import { db } from "../client";
import { datasets, dataviews } from "../schema/datasets";
import { models } from "../schema/models";
import { projects } from "../schema/projects";
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
  /** The chosen one. */
  scalar?: { points: readonly Point[]; last: Point } | null;
  /** Of models alone. */
  ready?: boolean;
  framework?: string | null;
  /** Of datasets alone. */
  versions?: number;
};

export type BrowsedList = {
  rows: BrowsedRow[];
  /** As many as fit the filters. */
  found: number;
  /** As many as there are of each kind in the place, archived ones aside. */
  counts: Record<BrowsedKind, number>;
  /** The one whose values the rows have, and all that tasks of this page reported. */
  scalar: ScalarName | null;
  scalars: ScalarName[];
  /** The name of the owner whose rows they are. */
  ownerName: string | null;
  /** Whether the scopes reach nothing at all, wherever it is. */
  isBlank: boolean;
};

/** Projects among them: those that the SDK made for a dataset are listed with the datasets. */
export type BrowsedScopes = Record<BrowsedKind | "projects", ListScope>;

const mostScalars = 200;

const tables = { tasks, models, datasets, dataviews } as const;

const ownFields: Record<BrowsedKind, SQL> = {
  tasks: sql`, tasks.status, tasks.type, tasks.runtime ->> 'progress' as progress`,
  models: sql`, models.ready, models.framework`,
  datasets: sql`, datasets.versions`,
  dataviews: sql``,
};

/** One page of a list, and how long this list and those beside it are: one statement, which counts each list once. */
export async function readBrowsedList(
  place: Place,
  scopes: BrowsedScopes,
  query: BrowseQuery,
  page: { limit: number; offset: number },
): Promise<BrowsedList> {
  const { workspaceId } = place;
  const { kind } = query;
  const table = tables[kind];
  const filters = and(...filtersOf(kind, query));
  const fits = and(ofKind(place, kind, scopes[kind], query.archived), filters);
  const isCountedAnyway = !filters && !query.archived;
  const counts = browsedKinds.map(
    (each) => sql`${each}::text, (
      select count(*)::int from ${listed[each]} where ${ofKind(place, each, scopes[each], false)}
    )`,
  );
  const [row] = await db().execute<{ list: Omit<BrowsedList, "found"> & { found: number | null } }>(sql`
    with ${projectsOf(place)}, ${datasetsOf(place.workspaceId, scopes)},
    page as materialized (
      select row_number() over () as place, listed.* from (
        select ${table.id}, ${table.name}, ${table.tags},
          ${table.ownerUserId} as "ownerId", ${nameOfMember(workspaceId, table.ownerUserId)} as "ownerName",
          ${table.projectId} as "projectId", (
            select p.name from projects p where p.workspace_id = ${workspaceId} and p.id = ${table.projectId}
          ) as "projectName",
          ${table.updatedAt} as "updatedAt" ${ownFields[kind]}
        from ${listed[kind]} where ${fits}
        order by ${orderOf(kind, query.order)} limit ${page.limit} offset ${page.offset}
      ) listed
    ),
    ${scalarsOfPage(workspaceId, query)}
    select json_build_object(
      'scalar', (select json_build_object('metric', metric, 'variant', variant) from shown_scalar),
      'scalars', (
        select coalesce(json_agg(json_build_object('metric', metric, 'variant', variant) order by metric, variant), '[]')
        from scalar_names
      ),
      'ownerName', ${query.owner === "" ? sql`null` : nameOfMember(workspaceId, sql`${query.owner}`)},
      'found', ${isCountedAnyway ? sql`null` : sql`(select count(*)::int from ${listed[kind]} where ${fits})`},
      'counts', json_build_object(${sql.join(counts, sql`, `)}),
      'isBlank', not (${sql.join(readable(workspaceId, scopes), sql` or `)}),
      'rows', (
        select coalesce(json_agg(to_jsonb(page) - 'place' ${
          kind === "tasks" ? sql`|| jsonb_build_object('scalar', ${scalarOfRow(workspaceId)})` : sql``
        } order by page.place), '[]') from page
      )
    ) as list`);
  const counted = row?.list ?? {
    rows: [],
    found: 0,
    counts: { tasks: 0, models: 0, datasets: 0, dataviews: 0 },
    ...{ scalar: null, scalars: [], ownerName: null, isBlank: true },
  };
  return { ...counted, found: counted.found ?? counted.counts[kind] };
}

/** Whether there is one of each kind, archived or hidden as it may be. */
function readable(workspaceId: WorkspaceId, { projects: ofProjects, ...scopes }: BrowsedScopes): SQL[] {
  const contents = browsedKinds.map((kind) => {
    const { id, projectId: parentId, workspaceId: workspace } = tables[kind];
    const isReadable = and(eq(workspace, workspaceId), inScope(scopes[kind], { id, parentId }));
    return sql`exists (select 1 from ${tables[kind]} where ${isReadable})`;
  });
  const isOpen = and(eq(projects.workspaceId, workspaceId), inScope(ofProjects, { id: projects.id }));
  return [sql`exists (select 1 from ${projects} where ${isOpen})`, ...contents];
}

/** For `with`: the scalars of the tasks on the page, and the one that shows: the chosen one, or the commonest. */
function scalarsOfPage(workspaceId: WorkspaceId, { kind, scalar }: BrowseQuery): SQL {
  if (kind !== "tasks") {
    const none = sql`(select null::text as metric, null::text as variant where false)`;
    return sql`scalar_names as ${none}, shown_scalar as ${none}`;
  }
  const chosen = scalarNamed(scalar);
  const shown =
    scalar === "none"
      ? sql`select metric, variant from scalar_names where false`
      : chosen
        ? sql`select ${chosen.metric}::text as metric, ${chosen.variant}::text as variant`
        : sql`select metric, variant from scalar_names order by tasks desc, metric, variant limit 1`;
  return sql`scalar_names as materialized (
      select s.metric, s.variant, count(*) as tasks
      from page join task_scalars s on s.workspace_id = ${workspaceId} and s.task_id = page.id
      group by s.metric, s.variant order by tasks desc, s.metric, s.variant limit ${mostScalars}
    ),
    shown_scalar as materialized (${shown})`;
}

/** Of a row of the page. */
function scalarOfRow(workspaceId: WorkspaceId): SQL {
  return sql`(
    select jsonb_build_object(
      'points', s.points, 'last', jsonb_build_array(s.last_iteration, s.last_value, s.last_at_ms)
    )
    from shown_scalar c join task_scalars s on s.workspace_id = ${workspaceId} and s.task_id = page.id
      and s.metric = c.metric and s.variant = c.variant
  )`;
}

const listed: Record<BrowsedKind, SQL> = {
  tasks: sql`tasks`,
  models: sql`models`,
  datasets: sql`readable_datasets datasets`,
  dataviews: sql`dataviews`,
};

/**
 * For `with`: the datasets of the registry, and as many more as the SDK made. It makes a project for each, in a hidden
 * one beside the tasks that it belongs to, and a task in it for each version.
 */
function datasetsOf(workspaceId: WorkspaceId, scopes: BrowsedScopes): SQL {
  return sql`readable_datasets as not materialized (
    select workspace_id, id, project_id, project_id as held_by, name, tags, system_tags, owner_user_id, updated_at, (
        select count(*)::int from dataset_versions v
        where v.workspace_id = ${workspaceId} and v.dataset_id = datasets.id
      ) as versions
    from datasets
    where ${and(
      sql`workspace_id = ${workspaceId}`,
      inScope(scopes.datasets, { id: datasets.id, parentId: datasets.projectId }),
    )}
    union all
    select projects.workspace_id, projects.id,
      case folder.basename when '.datasets' then folder.parent_id else projects.parent_id end,
      projects.parent_id,
      projects.basename, projects.tags, projects.system_tags, projects.owner_user_id, projects.updated_at, (
        select count(*)::int from tasks v
        where v.workspace_id = ${workspaceId} and v.project_id = projects.id
          and 'dataset' = any(v.system_tags) and not 'archived' = any(v.system_tags)
      )
    from projects
    left join projects folder on folder.workspace_id = ${workspaceId} and folder.id = projects.parent_id
    where ${and(
      sql`projects.workspace_id = ${workspaceId} and 'dataset' = any(projects.system_tags)`,
      sql`projects.basename <> '.datasets'`,
      inScope(scopes.projects, { id: projects.id }),
    )}
  )`;
}

function ofKind(place: Place, kind: BrowsedKind, scope: ListScope, archived: boolean): SQL | undefined {
  const table = tables[kind];
  const isOld = isArchived(table.systemTags);
  return and(
    sql`${table.workspaceId} = ${place.workspaceId}`,
    kind === "datasets" ? undefined : inScope(scope, { id: table.id, parentId: table.projectId }),
    kind === "datasets" && place.projectId !== null
      ? or(isIn(place, datasets.projectId), sql`datasets.held_by = any(array(select id from place_projects))`)
      : isIn(place, table.projectId),
    archived ? isOld : sql`not ${isOld}`,
  );
}

function filtersOf(
  kind: BrowsedKind,
  { search, status, type, tag, owner }: BrowseQuery,
): (SQL | undefined)[] {
  const table = tables[kind];
  return [
    search
      ? sql`(lower(${table.name}) like lower(${containsPattern(search)}) or ${table.id} = ${search}
          or ${search} = any(${table.tags}))`
      : undefined,
    owner ? sql`${table.ownerUserId} = ${owner}` : undefined,
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
