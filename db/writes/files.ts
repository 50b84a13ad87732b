import { and, eq, type SQL, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import type { FileRow } from "../reads/files";
import { isAmong } from "../reads/resource-filters";
import { fileLeftovers, files } from "../schema/files";
import { forgetLevel } from "./usage-levels";

/**
 * Names bytes before they are written, so that they are found and deleted even if the process dies before a file refers
 * to them.
 */
export async function reserveBytes(
  tx: Transaction,
  workspaceId: WorkspaceId,
  storedAs: string,
  since: Date,
): Promise<void> {
  await tx.insert(fileLeftovers).values({ workspaceId, storedAs, since });
}

/** Others who write one of these files wait until the transaction ends. */
export async function lockPaths(
  tx: Transaction,
  workspaceId: WorkspaceId,
  paths: readonly string[],
): Promise<void> {
  for (const path of [...new Set(paths)].sort()) {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`file ${workspaceId} ${path}`}, 0))`,
    );
  }
}

/** Takes the place of a file of the same path, whose bytes are returned and left for deletion. Its path is locked. */
export async function upsertFile(
  tx: Transaction,
  workspaceId: WorkspaceId,
  file: FileRow,
): Promise<string | undefined> {
  const [former] = await tx
    .delete(files)
    .where(ofPath(workspaceId, file.path))
    .returning({ storedAs: files.storedAs });
  await tx.insert(files).values({ ...file, workspaceId });
  await forgetLeftovers(tx, workspaceId, [file.storedAs]);
  if (former) await leaveBytes(tx, workspaceId, [former.storedAs]);
  return former?.storedAs;
}

/** Returns the bytes that nothing refers to any more. */
export async function deleteFiles(
  tx: Transaction,
  workspaceId: WorkspaceId,
  paths: readonly string[],
): Promise<string[]> {
  return paths.length === 0 ? [] : deleteWhere(tx, workspaceId, isAmong(files.path, paths));
}

/** But for those at these paths. Their bytes are deleted after the transaction, by a sweep. */
export async function deleteFilesOfTasks(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
  keptPaths: readonly string[] = [],
): Promise<string[]> {
  if (taskIds.length === 0) return [];
  const isKept = isAmong(files.path, keptPaths);
  return deleteWhere(tx, workspaceId, sql`${isAmong(files.taskId, taskIds)} and not ${isKept}`);
}

export type ReleasedFile = { path: string; modelIds: readonly string[] };

/** What is left of deleted tasks is for those who uploaded it, for administrators, and for readers of these models. */
export async function releaseFilesOfTasks(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskIds: readonly string[],
  kept: readonly ReleasedFile[],
): Promise<void> {
  if (kept.length === 0) return;
  const pairs = kept.flatMap(({ path, modelIds }) =>
    (modelIds.length > 0 ? modelIds : [null]).map((id) => [path, id]),
  );
  const column = (at: 0 | 1) => sql.param(pairs.map((pair) => pair[at] ?? null));
  await tx.execute(sql`
    update files set task_id = null, model_ids = kept.model_ids
    from (
      select path, coalesce(array_agg(model_id) filter (where model_id is not null), '{}') as model_ids
      from unnest(${column(0)}::text[], ${column(1)}::text[]) as pair (path, model_id) group by path
    ) kept
    where files.workspace_id = ${workspaceId} and files.path = kept.path
      and ${isAmong(files.taskId, taskIds)}`);
}

/** Those of these paths that belong to the task. Their bytes are deleted after the transaction, by a sweep. */
export async function deleteFilesOfTask(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  paths: readonly string[],
): Promise<string[]> {
  if (paths.length === 0) return [];
  return deleteWhere(tx, workspaceId, sql`${files.taskId} = ${taskId} and ${isAmong(files.path, paths)}`);
}

/** Those of a workspace that is to be deleted. */
export async function deleteFilesOfWorkspace(tx: Transaction, workspaceId: WorkspaceId): Promise<string[]> {
  return deleteWhere(tx, workspaceId, sql`true`);
}

/** After their bytes were deleted, or a file refers to them. */
export async function forgetLeftovers(
  tx: Transaction,
  workspaceId: WorkspaceId,
  storedAs: readonly string[],
): Promise<void> {
  if (storedAs.length === 0) return;
  await tx
    .delete(fileLeftovers)
    .where(and(eq(fileLeftovers.workspaceId, workspaceId), isAmong(fileLeftovers.storedAs, storedAs)));
}

/** For those that can't be deleted just now, so that the others come first. */
export async function postponeLeftovers(
  tx: Transaction,
  workspaceId: WorkspaceId,
  storedAs: readonly string[],
  since: Date,
): Promise<void> {
  await tx
    .update(fileLeftovers)
    .set({ since })
    .where(and(eq(fileLeftovers.workspaceId, workspaceId), isAmong(fileLeftovers.storedAs, storedAs)));
}

async function deleteWhere(tx: Transaction, workspaceId: WorkspaceId, condition: SQL): Promise<string[]> {
  const deleted = await tx
    .delete(files)
    .where(and(eq(files.workspaceId, workspaceId), condition))
    .returning({ storedAs: files.storedAs });
  const storedAs = deleted.map((row) => row.storedAs);
  await leaveBytes(tx, workspaceId, storedAs);
  if (storedAs.length > 0) forgetLevel(workspaceId, "artifacts");
  return storedAs;
}

/** Due at once: `since` is behind every moment that a sweep looks back to. */
async function leaveBytes(
  tx: Transaction,
  workspaceId: WorkspaceId,
  storedAs: readonly string[],
): Promise<void> {
  if (storedAs.length === 0) return;
  await tx.execute(sql`
    insert into file_leftovers (workspace_id, stored_as, since)
    select ${workspaceId}, stored_as, 'epoch'::timestamptz
    from unnest(${sql.param([...storedAs])}::text[]) as left_over (stored_as)`);
}

function ofPath(workspaceId: WorkspaceId, path: string) {
  return and(eq(files.workspaceId, workspaceId), eq(files.path, path));
}
