import { and, eq, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ListRequest } from "@/lib/core/resources/list-request";
import { db, type Reader, type Transaction } from "../client";
import { files } from "../schema/files";
import { folderIdOf } from "../schema/folder-id";
import { models } from "../schema/models";
import { tasks } from "../schema/tasks";
import { inScope, isAmong } from "./resource-filters";
import { pageOf, rowReader } from "./resource-list";
import { idsBelow } from "./task-list";

export type ModelRecord = Omit<typeof models.$inferSelect, "workspaceId" | "eventBytes">;

const recordColumns = {
  id: models.id,
  projectId: models.projectId,
  parentId: models.parentId,
  taskId: models.taskId,
  name: models.name,
  uri: models.uri,
  framework: models.framework,
  ready: models.ready,
  comment: models.comment,
  iteration: models.iteration,
  tags: models.tags,
  systemTags: models.systemTags,
  labels: models.labels,
  design: models.design,
  metadata: models.metadata,
  ownerUserId: models.ownerUserId,
  createdAt: models.createdAt,
  updatedAt: models.updatedAt,
};

const recordNames = Object.keys(recordColumns) as (keyof ModelRecord)[];
const readRows = rowReader(models);

const columns: Readonly<Record<string, AnyPgColumn>> = {
  id: models.id,
  name: models.name,
  comment: models.comment,
  uri: models.uri,
  framework: models.framework,
  user: models.ownerUserId,
  project: models.projectId,
  task: models.taskId,
  parent: models.parentId,
  tags: models.tags,
  system_tags: models.systemTags,
  ready: models.ready,
  created: models.createdAt,
  last_update: models.updatedAt,
  last_change: models.updatedAt,
};

export function modelColumnOf(field: string): AnyPgColumn | SQL | undefined {
  if (Object.hasOwn(columns, field)) return columns[field];
  const [document, ...key] = field.split(".");
  const path = [key.join(".").replace(/\.value$/, ""), "value"];
  return document === "metadata" ? sql`(${models.metadata} #>> ${sql.param(path)}::text[])` : undefined;
}

/** Only what the scope reaches. */
export function listModels(
  workspaceId: WorkspaceId,
  scope: ListScope,
  request: ListRequest,
  belowProjects: readonly string[] | undefined,
  on: Reader,
): Promise<ModelRecord[]> {
  const where = and(
    hasUri(request),
    belowProjects && sql`${models.projectId} in ${idsBelow(workspaceId, belowProjects)}`,
  );
  const page = pageOf(models, { workspaceId, scope, request, columnOf: modelColumnOf, where });
  return readRows(page, recordNames, on);
}

/** By the index, which holds hashes since addresses are long; the filter of the request compares them whole. */
function hasUri({ filters }: ListRequest): SQL | undefined {
  const filter = filters.find((each) => each.kind === "word" && each.field === "uri");
  if (filter?.kind !== "word" || filter.terms.orEmpty || filter.terms.conditions.length !== 1)
    return undefined;
  const [{ kind, words } = { kind: "none", words: [] }] = filter.terms.conditions;
  if (kind === "none") return undefined;
  return sql`md5(${models.uri}) = any(array(select md5(word) from unnest(${sql.param([...words])}::text[]) word))`;
}

export function findModels(
  workspaceId: WorkspaceId,
  ids: readonly string[],
  on: Reader,
): Promise<ModelRecord[]> {
  return on
    .select(recordColumns)
    .from(models)
    .where(and(eq(models.workspaceId, workspaceId), isAmong(models.id, ids)));
}

export async function lockModel(
  tx: Transaction,
  workspaceId: WorkspaceId,
  id: string,
): Promise<ModelRecord | undefined> {
  const [model] = await tx
    .select(recordColumns)
    .from(models)
    .where(and(eq(models.workspaceId, workspaceId), eq(models.id, id)))
    .for("update");
  return model;
}

/** Those that a task made, the newest first. */
export function listModelsOfTasks(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
  on: Reader,
): Promise<{ id: string; ready: boolean; taskId: string | null }[]> {
  return on
    .select({ id: models.id, ready: models.ready, taskId: models.taskId })
    .from(models)
    .where(and(eq(models.workspaceId, workspaceId), isAmong(models.taskId, taskIds)))
    .orderBy(sql`${models.createdAt} desc`)
    .limit(5_000);
}

export async function listFrameworks(
  workspaceId: WorkspaceId,
  scope: ListScope,
  projectIds: readonly string[] | undefined,
  on: Reader,
): Promise<string[]> {
  const rows = await on
    .selectDistinct({ framework: models.framework })
    .from(models)
    .where(
      and(
        eq(models.workspaceId, workspaceId),
        inScope(scope, { id: models.id, parentId: models.projectId }),
        projectIds && isAmong(models.projectId, projectIds),
        sql`${models.framework} is not null`,
      ),
    );
  return rows.flatMap(({ framework }) => framework ?? []).sort();
}

/** Those that a task made, or names as made. Nobody else changes them until the transaction ends. */
export function lockModelsOfTask(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  linkedIds: readonly string[],
): Promise<Pick<ModelRecord, "id" | "name" | "uri" | "ready" | "taskId">[]> {
  const { id, name, uri, ready } = recordColumns;
  return tx
    .select({ id, name, uri, ready, taskId: models.taskId })
    .from(models)
    .where(
      and(eq(models.workspaceId, workspaceId), or(eq(models.taskId, taskId), isAmong(models.id, linkedIds))),
    )
    .orderBy(models.id)
    .for("update");
}

export type MadeModel = { id: string; taskId: string | null };

/** Those in the projects themselves that debug samples or plots were reported of. */
export function listReportedModelsIn(
  workspaceId: WorkspaceId,
  projectIds: readonly string[],
  on: Reader,
): Promise<MadeModel[]> {
  return on
    .select({ id: models.id, taskId: models.taskId })
    .from(models)
    .where(
      and(
        eq(models.workspaceId, workspaceId),
        isAmong(models.projectId, projectIds),
        isReported(workspaceId),
      ),
    )
    .orderBy(models.id);
}

/** Models made by these tasks that debug samples or plots were reported of. */
export function listReportedModelsOf(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
  on: Reader,
): Promise<(MadeModel & { projectId: string | null })[]> {
  return on
    .select({ id: models.id, taskId: models.taskId, projectId: models.projectId })
    .from(models)
    .where(
      and(eq(models.workspaceId, workspaceId), isAmong(models.taskId, taskIds), isReported(workspaceId)),
    );
}

function isReported(workspaceId: WorkspaceId): SQL {
  const isOf = sql`workspace_id = ${workspaceId} and model_id = ${models.id}`;
  return sql`(exists (select 1 from model_samples where ${isOf}) or exists (select 1 from model_plots where ${isOf}))`;
}

export type NamingModel = Pick<ModelRecord, "id" | "uri" | "taskId" | "projectId" | "ownerUserId">;

/** Those whose URI may lead to a file of these tasks: it has the first id that the path of such a file has. */
export function listModelsNamingFilesOf(
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
  on: Reader,
): Promise<NamingModel[]> {
  const { id, uri, taskId, projectId, ownerUserId } = recordColumns;
  const named = on
    .selectDistinct({ folderId: sql<string>`${folderIdOf(sql`('/' || ${files.path})`)}`.as("folder_id") })
    .from(files)
    .where(and(eq(files.workspaceId, workspaceId), isAmong(files.taskId, taskIds)))
    .as("named");
  return on
    .select({ id, uri, taskId, projectId, ownerUserId })
    .from(named)
    .innerJoin(models, and(eq(models.workspaceId, workspaceId), eq(folderIdOf(models.uri), named.folderId)));
}

/** Whether a task names the model among those that it began with, or made. */
export function linksTo(side: "input" | "output", modelId: SQL): SQL {
  return sql`${tasks.models} @> jsonb_build_object(${side}::text, jsonb_build_array(jsonb_build_object('model', ${modelId})))`;
}

/** Those of the models that a task began with. */
export async function listModelsInUse(
  workspaceId: WorkspaceId,
  modelIds: readonly string[],
  on: Reader,
): Promise<string[]> {
  if (modelIds.length === 0) return [];
  const rows = await on.execute<{ id: string }>(sql`
    select asked.id from unnest(${sql.param([...modelIds])}::text[]) asked (id)
    where exists (
      select 1 from tasks where workspace_id = ${workspaceId} and ${linksTo("input", sql`asked.id`)}
    )`);
  return rows.map(({ id }) => id);
}

/** Those of these URIs that models of the workspace have. */
export async function listUsedUris(
  workspaceId: WorkspaceId,
  uris: readonly string[],
  on: Reader = db(),
): Promise<string[]> {
  const rows = await on
    .selectDistinct({ uri: models.uri })
    .from(models)
    .where(
      and(
        eq(models.workspaceId, workspaceId),
        // As the index has them.
        sql`md5(${models.uri}) = any(array(select md5(uri) from unnest(${sql.param([...uris])}::text[]) uri))`,
      ),
    );
  return rows.map(({ uri }) => uri);
}

/** Where the files of these models are. */
export async function listUrisOfModels(workspaceId: WorkspaceId, ids: readonly string[]): Promise<string[]> {
  const rows = await db()
    .select({ uri: models.uri })
    .from(models)
    .where(and(eq(models.workspaceId, workspaceId), isAmong(models.id, ids)));
  return rows.map(({ uri }) => uri);
}
