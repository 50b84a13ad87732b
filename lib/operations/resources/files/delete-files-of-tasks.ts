import type { Reader, Transaction } from "@/db/client";
import { type FileRow, listFiles } from "@/db/reads/files";
import { listModelsNamingFilesOf, listReportedModelsOf, type NamingModel } from "@/db/reads/models";
import { listReportedUrls } from "@/db/reads/reported-urls";
import { deleteFilesOfTasks as deleteRows, type ReleasedFile, releaseFilesOfTasks } from "@/db/writes/files";
import { groupBy } from "@/lib/core/group-by";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { deletedPrefix } from "@/lib/core/resources/task";
import { Turn } from "@/lib/server/turn";
import type { CallerAccess } from "../../access/caller-access";
import { ownPathOf } from "./delete-reported-files";

export type TasksToDelete = {
  ids: readonly string[];
  /** Whether a model goes, too; without it all those that are there stay. */
  isGone?: (model: { id: string; projectId: string | null }) => boolean;
};

type KeptFile = FileRow & ReleasedFile;

/**
 * Deletes what tasks uploaded, before these go. The files that models which stay name, or show, are left for whoever may
 * read such a model, and so are those at `keptPaths`, for whoever uploaded them.
 */
export async function deleteFilesOfTasks(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  tasks: TasksToDelete,
  keptPaths: readonly string[] = [],
): Promise<void> {
  const kept = await listKeptFiles(tx, workspaceId, access, tasks, keptPaths);
  const paths = kept.map(({ path }) => path);
  await deleteRows(tx, workspaceId, tasks.ids, paths);
  await releaseFilesOfTasks(tx, workspaceId, tasks.ids, kept);
}

/** What such a deletion leaves of the files of the tasks. */
export async function listKeptFiles(
  on: Reader,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  { ids, isGone = () => false }: TasksToDelete,
  keptPaths: readonly string[] = [],
): Promise<KeptFile[]> {
  const naming = (await listModelsNamingFilesOf(workspaceId, ids, on)).filter((model) => !isGone(model));
  const byPath = groupBy(await withPaths(naming), ({ path }) => path);
  const reported = (await listReportedModelsOf(workspaceId, ids, on)).filter((model) => !isGone(model));
  const showing = reported.map(({ id }) => id);
  const shown = await withPaths(
    (await listReportedUrls(on, { kind: "model", workspaceId, ids: showing })).map((each) => ({
      ...each,
      uri: each.url,
    })),
  );
  const shownBy = groupBy(shown, ({ path }) => path);
  const paths = [...new Set([...keptPaths, ...byPath.keys(), ...shownBy.keys()])];
  const taskIds = new Set(ids);
  return (await listFiles(workspaceId, paths, on)).flatMap((file) => {
    const { path, taskId } = file;
    if (taskId === null || !taskIds.has(taskId)) return [];
    const trusted = (byPath.get(path) ?? []).filter((model) => mayName(access, model, taskId));
    const reporters = (shownBy.get(path) ?? []).map(({ reporterId }) => reporterId);
    return [{ ...file, modelIds: [...new Set([...trusted.map(({ id }) => id), ...reporters])] }];
  });
}

/** Anybody can give a model any URI: only that of a model of the task, or of somebody who may read it, opens the file. */
function mayName(access: CallerAccess, model: NamingModel, taskId: string): boolean {
  return (
    model.taskId?.replace(deletedPrefix, "") === taskId ||
    (model.ownerUserId !== null && access.memberMay(model.ownerUserId, "read", taskId))
  );
}

/** Those whose URI leads to a file stored here. */
async function withPaths<T extends { uri: string }>(named: readonly T[]): Promise<(T & { path: string })[]> {
  const turn = new Turn();
  const found: (T & { path: string })[] = [];
  for (const each of named) {
    const path = ownPathOf(each.uri);
    if (path !== undefined) found.push({ ...each, path });
    if (turn.isOver()) await turn.next();
  }
  return found;
}
