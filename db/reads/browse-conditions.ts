import { type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { projects } from "../schema/projects";

/** A project and all below it, or everything of the workspace. */
export type Place = { workspaceId: WorkspaceId; projectId: string | null; hidden: boolean };

/** Infrastructure is hidden: what is tagged so, and what a name in the path with a leading dot marks. */
export const isHidden = sql`('hidden' = any(${projects.systemTags}) or ${projects.name} ~ '(^|/)[.]')`;

/** Whether a project shows: hidden ones show on demand, and below a hidden one that was opened. */
export function shows({ workspaceId, projectId, hidden }: Place): SQL {
  if (hidden) return sql`true`;
  if (projectId === null) return sql`not ${isHidden}`;
  return sql`(not ${isHidden} or (
    select ${isHidden} from projects where workspace_id = ${workspaceId} and id = ${projectId}
  ))`;
}

/**
 * For `with`: the projects of a place, or those that it leaves out where it is the whole workspace. A statement that
 * asks `isIn` begins with it, so that they are looked for once.
 */
export function projectsOf(place: Place): SQL {
  const { workspaceId, projectId, hidden } = place;
  const chosen =
    projectId === null
      ? sql`not ${hidden}::boolean and ${isHidden}`
      : sql`(id = ${projectId} or starts_with(name, (
          select name || '/' from projects where workspace_id = ${workspaceId} and id = ${projectId}
        ))) and ${shows(place)}`;
  return sql`place_projects as materialized (
    select id from projects where workspace_id = ${workspaceId} and ${chosen}
  )`;
}

/** Whether what a project holds is in the place. */
export function isIn({ projectId, hidden }: Place, projectIdOf: AnyPgColumn): SQL | undefined {
  const isListed = sql`${projectIdOf} = any(array(select id from place_projects))`;
  if (projectId !== null) return isListed;
  return hidden ? undefined : sql`(${projectIdOf} is null or not (${isListed}))`;
}

export const isArchived = (systemTags: AnyPgColumn) => sql`'archived' = any(${systemTags})`;

/** The name of a member, or of somebody who was one. */
export function nameOfMember(workspaceId: WorkspaceId, userIdOf: AnyPgColumn): SQL {
  return sql`(select m.name from memberships m where m.workspace_id = ${workspaceId} and m.user_id = ${userIdOf})`;
}
