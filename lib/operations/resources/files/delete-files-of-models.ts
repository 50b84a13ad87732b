import type { Transaction } from "@/db/client";
import { listFiles } from "@/db/reads/files";
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
  for (let from = 0; from < models.length; from += modelsAtOnce) {
    await deleteFilesOfThese(tx, workspaceId, access, models.slice(from, from + modelsAtOnce));
  }
}

async function deleteFilesOfThese(
  tx: Transaction,
  workspaceId: WorkspaceId,
  access: CallerAccess,
  models: readonly MadeModel[],
): Promise<void> {
  const makers = new Map(models.map(({ id, taskId }) => [id, taskId]));
  const ids = [...makers.keys()];
  const reported = (await listReportedUrls(tx, { kind: "model", workspaceId, ids })).flatMap((each) => {
    const path = ownPathOf(each.url);
    return path === undefined ? [] : [{ ...each, path }];
  });
  if (reported.length === 0) return;
  const byPath = groupBy(reported, ({ path }) => path);
  const own = (await listFiles(workspaceId, [...byPath.keys()], tx)).filter(({ path, taskId }) => {
    const inPath = idsInPath(path);
    return byPath.get(path)?.some(({ reporterId }) => {
      const maker = makers.get(reporterId)?.replace(deletedPrefix, "");
      if (taskId !== null && (taskId !== maker || !access.mayOf("task", "modify", taskId))) return false;
      return inPath.includes(reporterId) || (maker !== undefined && inPath.includes(maker));
    });
  });
  const kept = await listKeptPaths(tx, workspaceId, models);
  const urls = own.flatMap(({ path }) => byPath.get(path)?.map(({ url }) => url) ?? []);
  for (const path of pathsOf(await listUsedUris(workspaceId, urls, tx))) kept.add(path);
  const paths = own.map(({ path }) => path).filter((path) => !kept.has(path));
  await deleteFiles(tx, workspaceId, paths);
}

/** Of the tasks that made the models, and of what else they made. */
async function listKeptPaths(
  tx: Transaction,
  workspaceId: WorkspaceId,
  models: readonly MadeModel[],
): Promise<Set<string>> {
  const makerIds = [...new Set(models.flatMap(({ taskId }) => taskId ?? []))];
  if (makerIds.length === 0) return new Set();
  const gone = new Set(models.map(({ id }) => id));
  const others = (await listModelsOfTasks(workspaceId, makerIds, tx)).filter(({ id }) => !gone.has(id));
  const otherIds = others.map(({ id }) => id);
  const makersLeft = await findTasks(workspaceId, makerIds, ["artifacts"], tx);
  const artifacts = makersLeft.flatMap((task) => urlsOfArtifacts(task.artifacts ?? []));
  return new Set(
    pathsOf([
      ...artifacts,
      ...(await urlsReportedBy(tx, { kind: "task", workspaceId, ids: makerIds })),
      ...(await urlsReportedBy(tx, { kind: "model", workspaceId, ids: otherIds })),
    ]),
  );
}
