import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { projects } from "../schema/projects";

/** With hidden projects and examples, or without. */
export type Shown = { hidden: boolean; examples: boolean };

/** A project and all below it, or everything of the workspace. */
export type Place = Shown & { workspaceId: WorkspaceId; projectId: string | null };

/** Infrastructure is hidden: what is tagged so, and what a name in the path with a leading dot marks. */
export const isHidden = sql`('hidden' = any(${projects.systemTags}) or ${projects.name} ~ '(^|/)[.]')`;

/** Where ClearML’s own examples put their tasks. */
const isExample = sql`lower(split_part(${projects.name}, '/', 1)) in (
  'examples', 'clearml examples', 'clearml - nvidia framework examples'
)`;

/** Which of the projects do not show, where some don't. */
export function isLeftOut({ hidden, examples }: Shown): SQL | undefined {
  if (hidden) return examples ? undefined : isExample;
  return examples ? isHidden : sql`(${isHidden} or ${isExample})`;
}

/** Whether a project shows: one that is left out shows on demand, and below one like it that was opened. */
export function shows(place: Place): SQL {
  const leftOut = isLeftOut(place);
  if (!leftOut) return sql`true`;
  const { workspaceId, projectId } = place;
  if (projectId === null) return sql`not (${leftOut})`;
  return sql`(not (${leftOut}) or (
    select ${leftOut} from projects where workspace_id = ${workspaceId} and id = ${projectId}
  ))`;
}

/**
 * For `with`: the projects of a place, or those that it leaves out where it is the whole workspace. A statement that
 * asks `isIn` begins with it, so that they are looked for once.
 */
export function projectsOf(place: Place): SQL {
  const { workspaceId, projectId } = place;
  const chosen =
    projectId === null
      ? (isLeftOut(place) ?? sql`false`)
      : sql`(id = ${projectId} or starts_with(name, (
          select name || '/' from projects where workspace_id = ${workspaceId} and id = ${projectId}
        ))) and ${shows(place)}`;
  return sql`place_projects as materialized (
    select id from projects where workspace_id = ${workspaceId} and ${chosen}
  )`;
}

/** Whether what a project holds is in the place. */
export function isIn(place: Place, projectIdOf: AnyPgColumn): SQL | undefined {
  const isListed = sql`${projectIdOf} = any(array(select id from place_projects))`;
  if (place.projectId !== null) return isListed;
  return isLeftOut(place) === undefined ? undefined : sql`(${projectIdOf} is null or not (${isListed}))`;
}

export const isArchived = (systemTags: AnyPgColumn) => sql`'archived' = any(${systemTags})`;

/** The name of a member, or of somebody who was one. */
export function nameOfMember(workspaceId: WorkspaceId, userIdOf: AnyPgColumn | SQL): SQL {
  return sql`(select m.name from memberships m where m.workspace_id = ${workspaceId} and m.user_id = ${userIdOf})`;
}

/** A project on the way to what a page shows. */
export type PathStep = { id: string; basename: string };

/** For `with recursive`: the project whose ID the query gives, and all above it. */
export function pathUpFrom(workspaceId: WorkspaceId, projectId: SQL): SQL {
  return sql`path as (
    select id, parent_id, basename, 0 as up from projects
    where workspace_id = ${workspaceId} and id = (${projectId})
    union all
    select p.id, p.parent_id, p.basename, path.up + 1 from projects p
    join path on p.id = path.parent_id
    where p.workspace_id = ${workspaceId}
  )`;
}

/** The `PathStep`s of `pathUpFrom`, the outermost first. */
export const pathSteps = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', id, 'basename', basename) order by up desc), '[]') from path
)`;
