import type { Reader, Transaction } from "@/db/client";
import { listModelsNamingFilesOf } from "@/db/reads/models";
import { listReportedUrls } from "@/db/reads/reported-urls";
import type { Reporters } from "@/db/reads/reporters";
import { deleteFilesOfTask } from "@/db/writes/files";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { ownFilePath } from "@/lib/core/resources/file-link";
import type { TaskRecord } from "@/lib/core/resources/task";
import { ownFilesOrigin } from "@/lib/server/client-urls";

/** Deletes the files of a task at the URLs that are gone, unless what is kept, or a model, has the same file. */
export async function deleteReportedFiles(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  urls: { gone: readonly string[]; kept: readonly string[] },
): Promise<void> {
  const gone = pathsOf(urls.gone);
  if (gone.length === 0) return;
  const naming = await listModelsNamingFilesOf(workspaceId, [taskId], tx);
  const kept = new Set(pathsOf([...urls.kept, ...naming.map(({ uri }) => uri)]));
  const paths = gone.filter((path) => !kept.has(path));
  await deleteFilesOfTask(tx, workspaceId, taskId, paths);
}

/** Of debug samples and of the pictures in plots. Before these are deleted, which name them. */
export async function urlsReportedBy(on: Reader, reporters: Reporters): Promise<string[]> {
  return (await listReportedUrls(on, reporters)).map(({ url }) => url);
}

export function urlsOfArtifacts(artifacts: TaskRecord["artifacts"]): string[] {
  return artifacts.flatMap(({ uri }) => (typeof uri === "string" ? [uri] : []));
}

/** Of those URLs that lead to files stored here. */
export function pathsOf(urls: readonly string[]): string[] {
  return urls.flatMap((url) => ownPathOf(url) ?? []);
}

export function ownPathOf(url: string): string | undefined {
  return ownFilePath(url, ownFilesOrigin());
}
