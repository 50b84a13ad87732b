import type { Transaction } from "@/db/client";
import { listPlotSources } from "@/db/reads/task-plots";
import { listSampleUrls } from "@/db/reads/task-reports";
import { deleteFilesOfTask } from "@/db/writes/files";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { ownFilePath } from "@/lib/core/resources/file-link";
import type { TaskRecord } from "@/lib/core/resources/task";
import { ownFilesOrigin } from "@/lib/server/client-urls";

/** Deletes the files of a task at the URLs that are gone, unless what is kept has the same file. */
export async function deleteReportedFiles(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  urls: { gone: readonly string[]; kept: readonly string[] },
): Promise<void> {
  const kept = new Set(pathsOf(urls.kept));
  const paths = pathsOf(urls.gone).filter((path) => !kept.has(path));
  await deleteFilesOfTask(tx, workspaceId, taskId, paths);
}

/** Of the debug samples of a task and of the pictures in its plots. Before these are deleted, which name them. */
export async function listReportedUrls(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
): Promise<string[]> {
  const samples = await listSampleUrls(tx, workspaceId, taskId);
  return samples.concat(await listPlotSources(tx, workspaceId, taskId));
}

export function urlsOfArtifacts(artifacts: TaskRecord["artifacts"]): string[] {
  return artifacts.flatMap(({ uri }) => (typeof uri === "string" ? [uri] : []));
}

/** Of those URLs that lead to files stored here. */
export function pathsOf(urls: readonly string[]): string[] {
  const origin = ownFilesOrigin();
  return urls.flatMap((url) => ownFilePath(url, origin) ?? []);
}
