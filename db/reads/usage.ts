import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { CallGrouping, Month, UsageSort } from "@/lib/core/usage/usage";
import { deletedProjects, withoutProject } from "@/lib/core/usage/usage-keys";
import type { UserKind } from "@/lib/core/workspace/role";
import { pool } from "../client";

/** In bytes. */
export type Stored = { artifacts: number; metrics: number };
type Days = Pick<Month, "days">;

export type CallsOfDay = {
  day: string;
  /** The access key, the user or the project; null for all others together. */
  key: string | null;
  name: string | null;
  calls: number;
  /** How many there are in the month. */
  makers: number;
};

/** Calls by day, told apart for those who made most of them. */
export async function listDailyCalls(
  workspaceId: WorkspaceId,
  month: Days,
  by: CallGrouping,
  told: number,
): Promise<CallsOfDay[]> {
  const sql = pool();
  const { counted, name, named } = groupingOf(workspaceId, month, by);
  const rows = await sql<CallsOfDay[]>`
    with counted as (${counted}), ranked as (
      select key, row_number() over (order by sum(calls) desc, key) as place, count(*) over () as makers
      from counted group by key
    ), d as (
      select day, case when place <= ${told} then key end as key, sum(calls) as calls, min(place) as place, makers
      from counted join ranked using (key) group by 1, 2, makers
    )
    select d.day::text, d.key, ${name} as name, d.calls::float8, d.makers::int
    from d ${named} order by d.day, d.key is null, d.place`;
  return [...rows];
}

function groupingOf(workspaceId: WorkspaceId, month: Days, by: CallGrouping) {
  const sql = pool();
  if (by === "project") {
    return {
      counted: callsByProject(workspaceId, month),
      name: sql`p.name`,
      named: sql`left join projects p on p.workspace_id = ${workspaceId} and p.id = d.key`,
    };
  }
  const key = by === "member" ? sql`user_id` : sql`access_key`;
  return {
    counted: sql`
      select day, ${key} as key, sum(calls) as calls from credential_calls
      where ${during(workspaceId, month)} group by 1, 2`,
    name: by === "member" ? sql`u.name` : sql`c.label`,
    named:
      by === "member"
        ? sql`left join users u on u.id = d.key`
        : sql`left join api_credentials c on c.workspace_id = ${workspaceId} and c.access_key = d.key`,
  };
}

/** By day and project: with those that are about none, so that they are as many as all calls. */
function callsByProject(workspaceId: WorkspaceId, month: Days) {
  const sql = pool();
  return sql`
    select c.day, case when p.id is null then ${deletedProjects} else c.project_id end as key, sum(c.calls) as calls
    from project_calls c
    left join projects p on p.workspace_id = ${workspaceId} and p.id = c.project_id
    where c.workspace_id = ${workspaceId} and c.day between ${month.days[0] ?? null} and ${month.days.at(-1) ?? null}
    group by 1, 2
    union all
    select made.day, ${withoutProject}, made.calls - coalesce(about.calls, 0)
    from (
      select day, sum(calls) as calls from credential_calls where ${during(workspaceId, month)} group by 1
    ) made left join (
      select day, sum(calls) as calls from project_calls where ${during(workspaceId, month)} group by 1
    ) about using (day)
    where made.calls > coalesce(about.calls, 0)`;
}

type Figures = Record<UsageSort, number>;
export type MemberUsage = Figures & {
  id: UserId;
  name: string;
  kind: UserKind;
  isMember: boolean;
  lastCallAt: Date | null;
};
/** With what is stored in the whole workspace. */
export type Counted<Row> = { rows: Row[]; total: number; stored: Stored };
type RawCount = { total: number; allArtifacts: number; allMetrics: number };

/** How many rows a list of usage has, and their sums. */
const countOf = () => pool()`
  select count(*)::int as total, coalesce(sum(artifacts), 0)::float8 as "allArtifacts",
    coalesce(sum(metrics), 0)::float8 as "allMetrics"
  from summed`;

/**
 * Those who made calls, uploaded files or own tasks that report, members or no longer: the calls of some days, and what
 * is stored now.
 */
export async function listUsageByMember(
  workspaceId: WorkspaceId,
  month: Days,
  sort: UsageSort,
  page: { limit: number; offset: number },
): Promise<Counted<MemberUsage>> {
  const sql = pool();
  const rows = await sql<(Omit<MemberUsage, "lastCallAt"> & { lastMs: number | null } & RawCount)[]>`
    with used as (
      select user_id as id, sum(calls) as calls, 0 as artifacts, 0 as metrics
      from credential_calls where ${during(workspaceId, month)} group by 1
      union all
      select uploaded_by, 0, sum(bytes), 0 from files where workspace_id = ${workspaceId} group by 1
      union all
      select owner_user_id, 0, sum(external_bytes), sum(event_bytes)
      from tasks where workspace_id = ${workspaceId} group by 1
      union all
      select owner_user_id, 0, 0, sum(event_bytes) from models where workspace_id = ${workspaceId} group by 1
    ), summed as (
      select id, sum(calls) as calls, sum(artifacts) as artifacts, sum(metrics) as metrics
      from used group by id having sum(calls) > 0 or sum(artifacts) > 0 or sum(metrics) > 0
    ), chosen as (
      select * from summed order by ${sql(sort)} desc, id limit ${page.limit} offset ${page.offset}
    )
    select counted.*, chosen.id, calls::float8, artifacts::float8, metrics::float8,
      u.name, u.kind,
      exists (
        select 1 from memberships m where m.workspace_id = ${workspaceId} and m.user_id = chosen.id
      ) as "isMember",
      (
        select (extract(epoch from max(s.last_used_at)) * 1000)::float8 from api_credentials c
        join credential_uses s on s.workspace_id = ${workspaceId} and s.access_key = c.access_key
        where c.workspace_id = ${workspaceId} and c.user_id = chosen.id
      ) as "lastMs"
    from (${countOf()}) counted left join chosen on true left join users u on u.id = chosen.id
    order by ${sql(sort)} desc, chosen.id`;
  return countedRows(rows, ({ lastMs, ...row }) => ({
    ...row,
    lastCallAt: lastMs === null ? null : new Date(lastMs),
  }));
}

export type ProjectUsage = Figures & {
  /** That of the project, or what stands for no project and for those that are gone. */
  key: string;
  name: string | null;
  tasks: number;
};

/** The calls of some days and what is stored now, of each project itself, without those below it. */
export async function listUsageByProject(
  workspaceId: WorkspaceId,
  month: Days,
  sort: UsageSort,
  page: { limit: number; offset: number },
): Promise<Counted<ProjectUsage>> {
  const sql = pool();
  const rows = await sql<(ProjectUsage & RawCount)[]>`
    with used as (
      select key, sum(calls) as calls, 0 as artifacts, 0 as metrics, 0 as tasks
      from (${callsByProject(workspaceId, month)}) counted group by 1
      union all
      select project_id, 0, sum(external_bytes), sum(event_bytes), count(*)
      from tasks where workspace_id = ${workspaceId} group by 1
      union all
      select t.project_id, 0, sum(f.bytes), 0, 0
      from files f left join tasks t on t.workspace_id = ${workspaceId} and t.id = f.task_id
      where f.workspace_id = ${workspaceId} group by 1
      union all
      select project_id, 0, 0, sum(event_bytes), 0 from models where workspace_id = ${workspaceId} group by 1
    ), summed as (
      select
        case
          when key is null or key = ${withoutProject} then ${withoutProject}
          when p.id is null then ${deletedProjects}
          else p.id
        end as key,
        max(p.name) as name, sum(calls) as calls, sum(artifacts) as artifacts, sum(metrics) as metrics,
        sum(tasks) as tasks
      from used left join projects p on p.workspace_id = ${workspaceId} and p.id = used.key
      group by 1 having sum(calls) > 0 or sum(artifacts) > 0 or sum(metrics) > 0
    ), chosen as (
      select * from summed order by ${sql(sort)} desc, key limit ${page.limit} offset ${page.offset}
    )
    select counted.*, chosen.key, name, calls::float8, artifacts::float8, metrics::float8, tasks::int
    from (${countOf()}) counted left join chosen on true
    order by ${sql(sort)} desc, chosen.key`;
  return countedRows(rows, (row) => row);
}

/** A page without rows has one row with the counts alone. */
function countedRows<Raw extends RawCount & { metrics: number | null }, Row>(
  rows: readonly Raw[],
  rowOf: (raw: Omit<Raw, keyof RawCount>) => Row,
): Counted<Row> {
  const [first] = rows;
  return {
    total: first?.total ?? 0,
    stored: { artifacts: first?.allArtifacts ?? 0, metrics: first?.allMetrics ?? 0 },
    rows: rows
      .filter(({ metrics }) => metrics !== null)
      .map(({ total: _, allArtifacts: __, allMetrics: ___, ...row }) => rowOf(row)),
  };
}

function during(workspaceId: WorkspaceId, { days }: Days) {
  const sql = pool();
  return sql`workspace_id = ${workspaceId} and day between ${days[0] ?? null} and ${days.at(-1) ?? null}`;
}

export type CallsOfCredentials = {
  accessKey: string;
  /** Null for credentials that are gone. */
  label: string | null;
  user: string;
  calls: number;
};

export async function listCallsOfDay(workspaceId: WorkspaceId, day: string): Promise<CallsOfCredentials[]> {
  const rows = await pool()<CallsOfCredentials[]>`
    select counted.access_key as "accessKey", c.label, u.name as "user", counted.calls::float8
    from (
      select access_key, user_id, sum(calls) as calls from credential_calls
      where workspace_id = ${workspaceId} and day = ${day} group by 1, 2
    ) counted
    join users u on u.id = counted.user_id
    left join api_credentials c on c.workspace_id = ${workspaceId} and c.access_key = counted.access_key
    order by counted.calls desc, counted.access_key`;
  return [...rows];
}

export type CallsOfProject = { key: string; name: string | null; calls: number };

/** With those that are about no project, or about one that is gone. */
export async function listProjectCallsOfDay(
  workspaceId: WorkspaceId,
  day: string,
): Promise<CallsOfProject[]> {
  const rows = await pool()<CallsOfProject[]>`
    select counted.key, p.name, counted.calls::float8
    from (${callsByProject(workspaceId, { days: [day] })}) counted
    left join projects p on p.workspace_id = ${workspaceId} and p.id = counted.key
    order by counted.calls desc, counted.key`;
  return [...rows];
}

/** The calls of each workspace, on the days from one on, up to another. */
export async function sumCalls(
  workspaceIds: readonly WorkspaceId[],
  days: { from: string; before?: string },
): Promise<Map<WorkspaceId, number>> {
  if (workspaceIds.length === 0) return new Map();
  const sql = pool();
  const rows = await sql<{ id: WorkspaceId; calls: number }[]>`
    select workspace_id as id, sum(calls)::float8 as calls from credential_calls
    where workspace_id = any(${[...workspaceIds]}::text[]) and day >= ${days.from}
      ${days.before === undefined ? sql`` : sql`and day < ${days.before}`}
    group by 1`;
  return new Map(rows.map(({ id, calls }) => [id, calls]));
}
