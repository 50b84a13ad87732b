import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Sql } from "../../client";

export const resourceCrowdSize = {
  /** At the top, in each of these, and in each of those. */
  projects: [20, 10, 10],
  tasks: 90_000,
  models: 7_500,
  queues: 40,
  rules: 5_000,
} as const;

/**
 * A hundred thousand resources and five thousand access rules in a workspace of a crowd that has none: two in five rules
 * are about single tasks, the others about projects of all depths, for one user or one group each. Deterministic.
 */
export async function insertResourceCrowd(
  sql: Sql,
  workspaceId: WorkspaceId,
  tag = "resources",
): Promise<void> {
  const { projects, tasks, models, queues, rules } = resourceCrowdSize;
  const [top, middle, low] = projects;
  const all = top * (1 + middle * (1 + low));
  const workspace = `'${workspaceId}'`;
  const id = (kind: string, number: string) => `md5('${tag} ${kind} ' || (${number})::text)`;
  const ago = (minutes: string) => `now() - (${minutes}) * interval '1 minute'`;
  const owner = `(select owner_user_id from workspaces where id = ${workspace})`;
  // Projects are numbered: those at the top, then those in them, then the lowest.
  const inTop = `n - ${top + 1}`;
  const inMiddle = `n - ${top * (1 + middle) + 1}`;
  const parent = `case when n <= ${top} then null
    when n <= ${top * (1 + middle)} then (${inTop}) / ${middle} + 1
    else (${inMiddle}) / ${low} + ${top + 1} end`;
  const statements = [
    `insert into projects (workspace_id, id, parent_id, name, basename, owner_user_id, created_at, updated_at)
      with recursive tree as (
        select n, 'Project ' || n as name from generate_series(1, ${top}) n
        union all
        select c.n, tree.name || '/Project ' || c.n
        from tree join (select n, ${parent} as parent from generate_series(${top + 1}, ${all}) n) c on c.parent = tree.n
      )
      select ${workspace}, ${id("project", "n")}, ${id("project", parent)}, name, 'Project ' || n, ${owner},
        ${ago("n")}, ${ago("n")}
      from tree`,
    `insert into tasks (workspace_id, id, project_id, name, type, status, tags, owner_user_id, created_at, updated_at,
        status_changed_at, started_at)
      select ${workspace}, ${id("task", "n")}, ${id("project", `n * 7919 % ${all} + 1`)}, 'Train run ' || n, 'training',
        (array['created', 'queued', 'in_progress', 'completed', 'completed', 'completed', 'failed', 'stopped'])[1 + n % 8],
        case when n % 3 = 0 then array['nightly'] else '{}' end, ${owner}, ${ago("n")}, ${ago("n * 31 % 100000")},
        ${ago("n")}, case when n % 8 > 1 then ${ago("n")} end
      from generate_series(1, ${tasks}) n`,
    `insert into models (workspace_id, id, project_id, task_id, name, uri, framework, ready, owner_user_id, created_at, updated_at)
      select ${workspace}, ${id("model", "n")}, ${id("project", `n * 7919 % ${all} + 1`)}, ${id("task", "n")}, 'Weights ' || n,
        'https://files.example/weights-' || n, 'PyTorch', n % 2 = 0, ${owner}, ${ago("n")}, ${ago("n")}
      from generate_series(1, ${models}) n`,
    `insert into queues (workspace_id, id, name, owner_user_id, created_at, updated_at)
      select ${workspace}, ${id("queue", "n")}, 'queue-' || n, ${owner}, now(), now() from generate_series(1, ${queues}) n`,
    `insert into access_rules (workspace_id, id, type, target_id, access, created_at, updated_at)
      select ${workspace}, ${id("rule", "n")}, case when n % 5 < 2 then 'task' else 'project' end,
        case when n % 5 < 2 then ${id("task", `n * 17 % ${tasks} + 1`)} else ${id("project", `n * 13 % ${all} + 1`)} end,
        case when n % 2 = 0 then 'read' else 'modify' end, now(), now()
      from generate_series(1, ${rules}) n`,
    `insert into access_rule_groups (workspace_id, rule_id, group_id)
      select ${workspace}, ${id("rule", "n")}, g.id
      from generate_series(1, ${rules}) n
      join (
        select id, row_number() over (order by id) as number, count(*) over () as total
        from groups where workspace_id = ${workspace} and built_in is null
      ) g on g.number = n * 11 % g.total + 1
      where n % 2 = 0`,
    `insert into access_rule_users (workspace_id, rule_id, user_id)
      select ${workspace}, ${id("rule", "n")}, m.user_id
      from generate_series(1, ${rules}) n
      join (
        select user_id, row_number() over (order by user_id) as number, count(*) over () as total
        from memberships where workspace_id = ${workspace}
      ) m on m.number = n * 29 % m.total + 1
      where n % 2 = 1`,
    `insert into access_heads (workspace_id, version) values (${workspace}, 1)
      on conflict (workspace_id) do update set version = access_heads.version + 1`,
  ];
  await sql.begin(async (tx) => {
    await tx.unsafe("set local session_replication_role = replica");
    for (const statement of statements) await tx.unsafe(statement);
  });
}
