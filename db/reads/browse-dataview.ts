import { sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db } from "../client";
import { dataviews } from "../schema/datasets";
import { nameOfMember } from "./browse-conditions";

export type DataviewDetails = {
  id: string;
  name: string;
  description: string;
  tags: string[];
  systemTags: string[];
  projectId: string | null;
  ownerId: string;
  ownerName: string | null;
  createdAt: string;
  updatedAt: string;
  /** As they are stored. */
  filters: readonly Record<string, unknown>[];
  path: { id: string; basename: string }[];
};

export async function readDataviewDetails(
  workspaceId: WorkspaceId,
  dataviewId: string,
): Promise<DataviewDetails | undefined> {
  const [row] = await db().execute<{ dataview: DataviewDetails }>(sql`
    with recursive path as (
      select p.id, p.parent_id, p.basename, 0 as up from dataviews v
      join projects p on p.workspace_id = ${workspaceId} and p.id = v.project_id
      where v.workspace_id = ${workspaceId} and v.id = ${dataviewId}
      union all
      select p.id, p.parent_id, p.basename, path.up + 1 from projects p
      join path on p.id = path.parent_id
      where p.workspace_id = ${workspaceId}
    )
    select json_build_object(
      'id', id, 'name', name, 'description', description, 'tags', tags, 'systemTags', system_tags,
      'projectId', project_id, 'ownerId', owner_user_id,
      'ownerName', ${nameOfMember(workspaceId, dataviews.ownerUserId)},
      'createdAt', created_at, 'updatedAt', updated_at, 'filters', filters,
      'path', (
        select coalesce(json_agg(json_build_object('id', id, 'basename', basename) order by up desc), '[]')
        from path
      )
    ) as dataview
    from dataviews where workspace_id = ${workspaceId} and id = ${dataviewId}`);
  return row?.dataview;
}
