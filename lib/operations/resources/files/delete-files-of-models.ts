import type { Reader, Transaction } from "@/db/client";
import { type FileRow, listFiles } from "@/db/reads/files";
import { listModelsOfTasks, listUsedUris, type MadeModel } from "@/db/reads/models";
import { listReportedUrls } from "@/db/reads/reported-urls";
import { findTasks } from "@/db/reads/tasks";
import { deleteFiles } from "@/db/writes/files";
import { groupBy } from "@/lib/core/group-by";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { idsInPath } from "@/lib/core/resources/file-path";
import { deletedPrefix } from "@/lib/core/resources/task";
import type { CallerAccess } from "../../access/caller-access";
import { ownPathOf, pathsOf, urlsOfArtifacts, urlsReportedBy } from "./delete-reported-files";

const modelsAtOnce = 1_000;

/**
 * Deletes the files of what is reported of the models, before that goes: those in a folder of the model, and those in
 * a folder of the task that made it unless the task or another model of it has the same file. Weights stay.
 */
export async function deleteReportedFilesOfModels(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  models: readonly MadeModel[],
): Promise<void> {
  for await (const files of listReportedFilesOfModels(tx, workspaceId, access, models)) {
    await deleteFiles(
      tx,
      workspaceId,
      files.map(({ path }) => path),
    );
  }
}

/** What that would delete, some at a time; no file comes twice. */
export async function* listReportedFilesOfModels(
  on: Reader,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  models: readonly MadeModel[],
): AsyncGenerator<FileRow[]> {
  const seen = new Set<string>();
  for (let from = 0; from < models.length; from += modelsAtOnce) {
    const some = models.slice(from, from + modelsAtOnce);
    const found = await listFilesOfThese(on, workspaceId, access, some);
    const fresh = found.filter(({ path }) => !seen.has(path));
    for (const { path } of fresh) seen.add(path);
    yield fresh;
  }
}

async function listFilesOfThese(
  on: Reader,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  models: readonly MadeModel[],
): Promise<FileRow[]> {
  const makers = new Map(models.map(({ id, taskId }) => [id, taskId]));
  const ids = [...makers.keys()];
  const reported = (await listReportedUrls(on, { kind: "model", workspaceId, ids })).flatMap((each) => {
    const path = ownPathOf(each.url);
    return path === undefined ? [] : [{ ...each, path }];
  });
  if (reported.length === 0) return [];
  const byPath = groupBy(reported, ({ path }) => path);
  const own = (await listFiles(workspaceId, [...byPath.keys()], on)).filter(({ path, taskId }) => {
    const inPath = idsInPath(path);
    return byPath.get(path)?.some(({ reporterId }) => {
      const maker = makers.get(reporterId)?.replace(deletedPrefix, "");
      if (taskId !== null && (taskId !== maker || !access.mayOf("task", "modify", taskId))) return false;
      return inPath.includes(reporterId) || (maker !== undefined && inPath.includes(maker));
    });
  });
  const kept = await listKeptPaths(on, workspaceId, models);
  const urls = own.flatMap(({ path }) => byPath.get(path)?.map(({ url }) => url) ?? []);
  for (const path of pathsOf(await listUsedUris(workspaceId, urls, on))) kept.add(path);
  return own.filter(({ path }) => !kept.has(path));
}

/** Of the tasks that made the models, and of what else they made. */
async function listKeptPaths(
  on: Reader,
  workspaceId: WorkspaceId,
  models: readonly MadeModel[],
): Promise<Set<string>> {
  const makerIds = [...new Set(models.flatMap(({ taskId }) => taskId ?? []))];
  if (makerIds.length === 0) return new Set();
  const gone = new Set(models.map(({ id }) => id));
  const others = (await listModelsOfTasks(workspaceId, makerIds, on)).filter(({ id }) => !gone.has(id));
  const otherIds = others.map(({ id }) => id);
  const makersLeft = await findTasks(workspaceId, makerIds, ["artifacts"], on);
  const artifacts = makersLeft.flatMap((task) => urlsOfArtifacts(task.artifacts ?? []));
  return new Set(
    pathsOf([
      ...artifacts,
      ...(await urlsReportedBy(on, { kind: "task", workspaceId, ids: makerIds })),
      ...(await urlsReportedBy(on, { kind: "model", workspaceId, ids: otherIds })),
    ]),
  );
}
