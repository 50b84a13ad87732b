import type { Transaction } from "@/db/client";
import { listSampleUrls } from "@/db/reads/task-reports";
import { deleteFilesOfTask } from "@/db/writes/files";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { ownFilePath } from "@/lib/core/resources/file-link";
import type { TaskRecord } from "@/lib/core/resources/task";
import { ownFilesOrigin } from "@/lib/server/client-urls";

type Artifacts = TaskRecord["artifacts"];

/**
 * Deletes the files of the debug samples of a task, and of artifacts that it had, unless an artifact that it keeps has
 * the same file. Before the reports themselves are deleted, which name the files.
 */
export async function deleteReportedFiles(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  artifacts: { before: Artifacts; kept: Artifacts },
): Promise<void> {
  const samples = await listSampleUrls(tx, workspaceId, taskId);
  const kept = new Set(pathsOf(urisOf(artifacts.kept)));
  const paths = pathsOf([...samples, ...urisOf(artifacts.before)]).filter((path) => !kept.has(path));
  await deleteFilesOfTask(tx, workspaceId, taskId, paths);
}

function urisOf(artifacts: Artifacts): string[] {
  return artifacts.flatMap(({ uri }) => (typeof uri === "string" ? [uri] : []));
}

function pathsOf(urls: readonly string[]): string[] {
  const origin = ownFilesOrigin();
  return urls.flatMap((url) => ownFilePath(url, origin) ?? []);
}
