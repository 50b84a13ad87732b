import { and, eq } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import type { CountedFile } from "../reads/recount";
import { files } from "../schema/files";
import { tasks } from "../schema/tasks";
import { forgetLevel } from "./usage-levels";

/** Unless another file has taken its path since. */
export async function updateFileBytes(
  tx: Transaction,
  workspaceId: WorkspaceId,
  { path, storedAs }: CountedFile,
  bytes: number,
): Promise<boolean> {
  const updated = await tx
    .update(files)
    .set({ bytes })
    .where(and(eq(files.workspaceId, workspaceId), eq(files.path, path), eq(files.storedAs, storedAs)))
    .returning({ path: files.path });
  forgetLevel(workspaceId, "artifacts");
  return updated.length > 0;
}

export async function updateTaskCounts(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  counts: { externalBytes: number; eventBytes: number },
): Promise<void> {
  await tx
    .update(tasks)
    .set(counts)
    .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, taskId)));
  forgetLevel(workspaceId, "artifacts");
  forgetLevel(workspaceId, "metrics");
}
