import { sql } from "drizzle-orm";
import type { ListScope } from "@/lib/core/access/scope";
import { containsPattern } from "@/lib/core/list-query";
import { db } from "../client";
import { projects } from "../schema/projects";
import { tasks } from "../schema/tasks";
import { isArchived, isHidden, nameOfMember, type Place, shows } from "./browse-conditions";
import { inScope } from "./resource-filters";

export type TreeNode = {
  id: string;
  parentId: string | null;
  name: string;
  basename: string;
  hidden: boolean;
  /** Those that may be read, in it and below. */
  tasks: number;
  holdsProjects: boolean;
  /** How many stand beside it, itself included: more than there are nodes where these were too many. */
  siblings: number;
};

export type ShownProject = {
  id: string;
  name: string;
  basename: string;
  parentId: string | null;
  description: string;
  defaultOutputDestination: string | null;
  tags: string[];
  ownerName: string | null;
  createdAt: string;
  updatedAt: string;
};

export type ProjectTree = {
  nodes: TreeNode[];
  /** The one that is open. */
  current: ShownProject | null;
  /** Tasks of the workspace that may be read. */
  tasks: number;
};

const mostBeside = 100;

/**
 * The outermost projects and those on the way to the open one, or those whose names hold the words of a search.
 * One statement: the counts alone read every task of the scope, by an index.
 */
export async function readProjectTree(
  place: Place,
  find: string,
  scopes: { visible: ListScope; tasks: ListScope },
): Promise<ProjectTree> {
  const { workspaceId, projectId } = place;
  const isVisible = inScope(scopes.visible, { id: projects.id }) ?? sql`true`;
  const ofTask = inScope(scopes.tasks, { id: tasks.id, parentId: tasks.projectId }) ?? sql`true`;
  const onThePath = sql`projects.id in (select id from path)`;
  const isOpen = find
    ? sql`(projects.name ilike ${containsPattern(find)} and ${shows(place)})`
    : sql`((projects.parent_id is null or projects.parent_id in (select id from path)) and ${shows(place)}
        or ${onThePath})`;
  const [row] = await db().execute<{ tree: ProjectTree }>(sql`
    with recursive path as (
      select id, parent_id from projects where workspace_id = ${workspaceId} and id = ${projectId}
      union all
      select above.id, above.parent_id from projects above
      join path on above.id = path.parent_id
      where above.workspace_id = ${workspaceId}
    ),
    counted as materialized (
      select project_id, count(*) as n from tasks
      where workspace_id = ${workspaceId} and ${ofTask} and not ${isArchived(tasks.systemTags)}
      group by project_id
    ),
    named as materialized (
      select projects.id, projects.name, counted.n from counted
      left join projects on projects.workspace_id = ${workspaceId} and projects.id = counted.project_id
      where projects.id is null or ${shows(place)}
    ),
    totals as (
      select array_to_string(parts[1:depth], '/') as name, sum(n)::int as n
      from (select string_to_array(name, '/') as parts, n from named where id is not null) as split,
        generate_series(1, cardinality(parts)) as depth
      group by 1
    ),
    open as (
      select projects.*, ${isHidden} as hidden, ${onThePath} as is_on_path,
        row_number() over (partition by ${find ? sql`true` : sql`projects.parent_id`}
          order by lower(${find ? sql`projects.name` : sql`projects.basename`}), projects.id) as position,
        count(*) over (partition by ${find ? sql`true` : sql`projects.parent_id`}) as siblings
      from projects
      where projects.workspace_id = ${workspaceId} and ${isVisible} and ${isOpen}
    )
    select json_build_object(
      'tasks', (select coalesce(sum(n), 0)::int from named),
      'nodes', (
        select coalesce(json_agg(json_build_object(
          'id', open.id, 'parentId', open.parent_id, 'name', open.name, 'basename', open.basename,
          'hidden', open.hidden, 'tasks', coalesce(totals.n, 0), 'siblings', open.siblings,
          'holdsProjects', exists (
            select 1 from projects
            where workspace_id = ${workspaceId} and parent_id = open.id and ${isVisible} and ${shows(place)}
          )
        ) order by open.position), '[]')
        from open left join totals on totals.name = open.name
        where open.position <= ${mostBeside} or open.is_on_path
      ),
      'current', (
        select json_build_object(
          'id', id, 'name', name, 'basename', basename, 'parentId', parent_id, 'description', description,
          'defaultOutputDestination', default_output_destination, 'tags', tags,
          'ownerName', ${nameOfMember(workspaceId, projects.ownerUserId)},
          'createdAt', created_at, 'updatedAt', updated_at
        )
        from projects where workspace_id = ${workspaceId} and id = ${projectId}
      )
    ) as tree`);
  return row?.tree ?? { nodes: [], current: null, tasks: 0 };
}
