import { sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db } from "../client";
import { dataviews } from "../schema/datasets";
import { nameOfMember, type PathStep, pathSteps, pathUpFrom } from "./browse-conditions";

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
  path: PathStep[];
};

export async function readDataviewDetails(
  workspaceId: WorkspaceId,
  dataviewId: string,
): Promise<DataviewDetails | undefined> {
  const [row] = await db().execute<{ dataview: DataviewDetails }>(sql`
    with recursive ${pathUpFrom(
      workspaceId,
      sql`select project_id from dataviews where workspace_id = ${workspaceId} and id = ${dataviewId}`,
    )}
    select json_build_object(
      'id', id, 'name', name, 'description', description, 'tags', tags, 'systemTags', system_tags,
      'projectId', project_id, 'ownerId', owner_user_id,
      'ownerName', ${nameOfMember(workspaceId, dataviews.ownerUserId)},
      'createdAt', created_at, 'updatedAt', updated_at, 'filters', filters,
      'path', ${pathSteps}
    ) as dataview
    from dataviews where workspace_id = ${workspaceId} and id = ${dataviewId}`);
  return row?.dataview;
}
