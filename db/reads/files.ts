import { and, asc, eq, lt, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { fileLeftovers, files } from "../schema/files";
import { isAmong } from "./resource-filters";

export type FileRow = {
  path: string;
  storedAs: string;
  taskId: string | null;
  /** Those whose readers may read it where it has no task any more. */
  modelIds: string[];
  bytes: number;
  sha256: string;
  contentType: string;
  uploadedBy: UserId;
  uploadedAt: Date;
};

const columns = {
  path: files.path,
  storedAs: files.storedAs,
  taskId: files.taskId,
  modelIds: files.modelIds,
  bytes: files.bytes,
  sha256: files.sha256,
  contentType: files.contentType,
  uploadedBy: files.uploadedBy,
  uploadedAt: files.uploadedAt,
};

export async function findFile(
  workspaceId: WorkspaceId,
  path: string,
  on: Reader = db(),
): Promise<FileRow | undefined> {
  const [row] = await on
    .select(columns)
    .from(files)
    .where(and(eq(files.workspaceId, workspaceId), eq(files.path, path)));
  return row;
}

export function listFiles(
  workspaceId: WorkspaceId,
  paths: readonly string[],
  on: Reader = db(),
): Promise<FileRow[]> {
  return on
    .select(columns)
    .from(files)
    .where(and(eq(files.workspaceId, workspaceId), isAmong(files.path, paths)));
}

export type Leftover = { workspaceId: WorkspaceId; storedAs: string };

/** Of all workspaces, in no transaction that writes. */
export function listLeftovers(before: Date, limit: number): Promise<Leftover[]> {
  return db()
    .select({ workspaceId: fileLeftovers.workspaceId, storedAs: fileLeftovers.storedAs })
    .from(fileLeftovers)
    .where(lt(fileLeftovers.since, before))
    .orderBy(asc(fileLeftovers.since))
    .limit(limit);
}

/** In a folder, at any depth, as far as they are of these tasks. */
export function listFilesUnder(
  workspaceId: WorkspaceId,
  folder: string,
  taskIds: readonly string[],
  on: Reader = db(),
): Promise<FileRow[]> {
  return on
    .select(columns)
    .from(files)
    .where(
      and(
        eq(files.workspaceId, workspaceId),
        isAmong(files.taskId, taskIds),
        sql`starts_with(${files.path}, ${`${folder}/`})`,
      ),
    );
}
