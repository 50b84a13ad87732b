import { sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ReportedQuery } from "@/lib/core/resources/browse";
import { db } from "../client";
import { type PathStep, pathSteps, pathUpFrom } from "./browse-conditions";
import { plotsFrom, type ShownPlots } from "./browse-plots";
import { type SamplesAt, samplesAt } from "./browse-samples";
import { type ShownScalars, scalarsOf } from "./browse-scalars";
import { type Reporter, reportedBy } from "./reporters";

type Json = Record<string, unknown>;

export type ModelDetails = {
  id: string;
  name: string;
  uri: string;
  framework: string | null;
  ready: boolean;
  comment: string;
  iteration: number | null;
  tags: string[];
  systemTags: string[];
  projectId: string | null;
  ownerId: string;
  ownerName: string | null;
  createdAt: string;
  updatedAt: string;
  labels: Json;
  design: Json;
  metadata: Json;
  path: PathStep[];
  parent: { id: string; name: string } | null;
  /** The one that made it. */
  task: { id: string; name: string } | null;
  scalars: ShownScalars;
  samples: SamplesAt;
  plots: ShownPlots;
};

export async function readModelDetails(
  workspaceId: WorkspaceId,
  modelId: string,
  reported: ReportedQuery,
): Promise<ModelDetails | undefined> {
  const reporter: Reporter = { kind: "model", workspaceId, id: modelId };
  const ofModel = sql`workspace_id = ${workspaceId} and model_id = ${modelId}`;
  const [row] = await db().execute<{ model: ModelDetails }>(sql`
    with recursive model as (
      select * from models where workspace_id = ${workspaceId} and id = ${modelId}
    ),
    ${pathUpFrom(workspaceId, sql`select project_id from model`)}
    select json_build_object(
      'id', m.id, 'name', m.name, 'uri', m.uri, 'framework', m.framework, 'ready', m.ready,
      'comment', m.comment, 'iteration', m.iteration, 'tags', m.tags, 'systemTags', m.system_tags,
      'projectId', m.project_id, 'ownerId', m.owner_user_id, 'ownerName', (
        select member.name from memberships member
        where member.workspace_id = ${workspaceId} and member.user_id = m.owner_user_id
      ),
      'createdAt', m.created_at, 'updatedAt', m.updated_at,
      'labels', m.labels, 'design', m.design, 'metadata', m.metadata,
      'path', ${pathSteps},
      'parent', (
        select json_build_object('id', p.id, 'name', p.name) from models p
        where p.workspace_id = ${workspaceId} and p.id = m.parent_id
      ),
      'task', (
        select json_build_object('id', t.id, 'name', t.name) from tasks t
        where t.workspace_id = ${workspaceId} and t.id = m.task_id
      ),
      'scalars', ${scalarsOf("model_scalars", { isOf: ofModel, page: reported.scalars })},
      'samples', ${samplesAt(reportedBy(reporter, "samples"), reported)},
      'plots', ${plotsFrom(reportedBy(reporter, "plots"))}
    ) as model
    from model m`);
  return row?.model;
}
