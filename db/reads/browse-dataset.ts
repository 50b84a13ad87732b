import { type SQL, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { TaskStatus } from "@/lib/core/resources/task";
import { db } from "../client";
import { datasets, datasetVersions } from "../schema/datasets";
import { tasks } from "../schema/tasks";
import { isArchived, nameOfMember, type PathStep, pathSteps, pathUpFrom } from "./browse-conditions";

type Json = Record<string, unknown>;

export type VersionStatus = TaskStatus | "draft" | "committed";

export type DatasetVersionRow = {
  id: string;
  name: string;
  status: VersionStatus;
  tags: string[];
  ownerId: string;
  ownerName: string | null;
  createdAt: string;
  updatedAt: string;
  /** What the SDK wrote of it; empty where no task stands for it. */
  runtime: Json;
};

/** With what the SDK wrote into the configuration of its task, so far as it can be shown. */
export type ChosenVersion = DatasetVersionRow & {
  /** JSON of the versions that it descends from. */
  structure: string;
  /** The beginning of the list of its files. */
  content: string;
  contentLength: number;
};

export type DatasetDetails = {
  id: string;
  name: string;
  description: string;
  tags: string[];
  projectId: string | null;
  ownerId: string;
  ownerName: string | null;
  createdAt: string;
  updatedAt: string;
  path: PathStep[];
  found: number;
  versions: DatasetVersionRow[];
  /** The one that was asked for, or else the newest. */
  chosen: ChosenVersion | null;
};

type Wanted = { workspaceId: WorkspaceId; id: string; versionId: string };
type Bounds = { limit: number; offset: number };

const longestStructure = 500_000;
const longestContent = 20_000;

/** A dataset as the SDK keeps it: a project that is tagged so, with a task for each version. */
export function readDatasetOfTasks(wanted: Wanted, bounds: Bounds): Promise<DatasetDetails | undefined> {
  const { workspaceId, id } = wanted;
  const textOf = (name: string) => sql`coalesce(${tasks.configuration} -> ${name}::text ->> 'value', '')`;
  const [structure, content] = [textOf("Dataset Struct"), textOf("Dataset Content")];
  return readDetails(wanted, bounds, {
    dataset: sql`
      select id, basename as name, description, tags, parent_id as project_id, owner_user_id, created_at, updated_at
      from projects where workspace_id = ${workspaceId} and id = ${id} and 'dataset' = any(system_tags)`,
    versions: sql`
      from tasks where ${tasks.workspaceId} = ${workspaceId} and ${tasks.projectId} = ${id}
        and 'dataset' = any(${tasks.systemTags}) and not ${isArchived(tasks.systemTags)}`,
    table: tasks,
    runtime: sql`${tasks.runtime}`,
    chosen: sql`
      'structure', case when length(${structure}) <= ${longestStructure}::int then ${structure} else '' end,
      'content', left(${content}, ${longestContent}::int), 'contentLength', length(${content})`,
  });
}

/** A dataset of the registry. */
export function readRegisteredDataset(wanted: Wanted, bounds: Bounds): Promise<DatasetDetails | undefined> {
  const { workspaceId, id } = wanted;
  return readDetails(wanted, bounds, {
    dataset: sql`
      select id, name, comment as description, tags, project_id, owner_user_id, created_at, updated_at
      from ${datasets} where workspace_id = ${workspaceId} and id = ${id}`,
    versions: sql`
      from dataset_versions where ${datasetVersions.workspaceId} = ${workspaceId} and ${datasetVersions.datasetId} = ${id}`,
    table: datasetVersions,
    runtime: sql`'{}'::jsonb`,
    chosen: sql`'structure', '', 'content', '', 'contentLength', 0`,
  });
}

type Source = {
  dataset: SQL;
  /** From `from` on. */
  versions: SQL;
  table: typeof tasks | typeof datasetVersions;
  runtime: SQL;
  chosen: SQL;
};

async function readDetails(
  { workspaceId, versionId }: Wanted,
  bounds: Bounds,
  { dataset, versions, table, runtime, chosen }: Source,
): Promise<DatasetDetails | undefined> {
  const version = sql`
    'id', ${table.id}, 'name', ${table.name}, 'status', ${table.status}, 'tags', ${table.tags},
    'ownerId', ${table.ownerUserId}, 'ownerName', ${nameOfMember(workspaceId, table.ownerUserId)},
    'createdAt', ${table.createdAt}, 'updatedAt', ${table.updatedAt}, 'runtime', ${runtime}`;
  const [row] = await db().execute<{ dataset: DatasetDetails }>(sql`
    with recursive dataset as (${dataset}),
    ${pathUpFrom(workspaceId, sql`select project_id from dataset`)}
    select json_build_object(
      'id', d.id, 'name', d.name, 'description', d.description, 'tags', d.tags, 'projectId', d.project_id,
      'ownerId', d.owner_user_id, 'ownerName', ${nameOfMember(workspaceId, sql`d.owner_user_id`)},
      'createdAt', d.created_at, 'updatedAt', d.updated_at,
      'path', ${pathSteps},
      'found', (select count(*)::int ${versions}),
      'versions', (
        select coalesce(json_agg(version), '[]') from (
          select json_build_object(${version}) as version ${versions}
          order by ${table.createdAt} desc, ${table.id} limit ${bounds.limit} offset ${bounds.offset}
        ) page
      ),
      'chosen', (
        select json_build_object(${version}, ${chosen}) ${versions}
          and (${versionId}::text = '' or ${table.id} = ${versionId})
        order by ${table.createdAt} desc, ${table.id} limit 1
      )
    ) as dataset
    from dataset d`);
  return row?.dataset;
}
