import type { Transaction } from "@/db/client";
import { listTasksDeletedBy } from "@/db/reads/audit-events";
import { type FileRow, listFiles, listFilesUnder } from "@/db/reads/files";
import { deleteFiles } from "@/db/writes/files";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import { mayDeleteFile, mayReadFile } from "@/lib/core/resources/file-access";
import { idsInPath, readFilePath } from "@/lib/core/resources/file-path";
import { isAdministrator } from "@/lib/core/workspace/role";
import { now } from "@/lib/server/clock";
import { recordAudit, subjectOf } from "../../audit/audit";
import { countCallAbout } from "../../usage/project-calls";
import { type ResourceUser, takingResourcesAway } from "../writing";
import { removeBytes } from "./remove-bytes";

export type DeletedFiles = {
  /** As they were named, those of which something was deleted. */
  deleted: string[];
  /** Names by why they were not. */
  notFound: string[];
  notModifiable: string[];
  emptyPath: string[];
};

const mostNamesLogged = 20;
/** Longer than a client takes to delete the files of a task that it deleted. */
const deletedTaskMs = 60 * 60_000;

/** Deletes files, and with `folders` whole folders of tasks. What the actor may not read is answered as unknown. */
export async function deleteNamedFiles(
  actor: ResourceUser,
  names: readonly string[],
  { folders }: { folders: boolean },
): Promise<Outcome<DeletedFiles>> {
  const { workspaceId } = actor;
  let left: string[] = [];
  let countCall = () => {};
  const outcome = await takingResourcesAway<DeletedFiles>(actor, async (tx, revalidated, access) => {
    const asker = { userId: revalidated.userId, isAdministrator: isAdministrator(revalidated.role) };
    const may = (action: "read" | "modify", taskId: string) => access.mayOf("task", action, taskId);
    const answer: DeletedFiles = { deleted: [], notFound: [], notModifiable: [], emptyPath: [] };
    const paths: string[] = [];
    const missing: string[] = [];
    const found = await listNamed(tx, workspaceId, names, folders);
    for (const name of names) {
      if (/^\/*$/.test(name)) {
        answer.emptyPath.push(name);
        continue;
      }
      const files = found.get(name) ?? [];
      const readable = files.filter((each) =>
        mayReadFile(each, asker, may, (id) => access.mayOf("model", "read", id)),
      );
      const deletable = readable.filter((each) => mayDeleteFile(each, asker, may));
      if (readable.length === 0) missing.push(name);
      else if (deletable.length < readable.length) answer.notModifiable.push(name);
      else {
        answer.deleted.push(name);
        paths.push(...deletable.map((each) => each.path));
      }
    }
    countCall = () => countCallAbout(workspaceId, access, idsInPath(paths[0] ?? ""));
    const gone = await listGoneWithTasks(tx, revalidated, missing);
    for (const name of missing) (gone.has(name) ? answer.deleted : answer.notFound).push(name);
    left = await deleteFiles(tx, workspaceId, paths);
    if (left.length > 0) {
      const before = { count: left.length, paths: paths.slice(0, mostNamesLogged) };
      await recordAudit(tx, subjectOf(revalidated), { event: "files.deleted", before });
    }
    return done(answer);
  });
  if (!outcome.ok) return outcome;
  countCall();
  await removeBytes(workspaceId, left);
  return outcome;
}

/**
 * Those that were deleted with their task, which the same user deleted: the SDK deletes a task first and then each of
 * its files, and reports a failure for every file that is unknown.
 */
async function listGoneWithTasks(
  tx: Transaction,
  { workspaceId, userId }: ResourceUser,
  names: readonly string[],
): Promise<Set<string>> {
  const taskIds = new Map(names.map((name) => [name, idsInPath(name)]));
  const since = new Date(now().getTime() - deletedTaskMs);
  const deleted = new Set(
    await listTasksDeletedBy(workspaceId, userId, [...new Set([...taskIds.values()].flat())], since, tx),
  );
  return new Set(names.filter((name) => taskIds.get(name)?.some((id) => deleted.has(id))));
}

/** By the names: one file each, or all that are in a folder. */
async function listNamed(
  tx: Transaction,
  workspaceId: WorkspaceId,
  names: readonly string[],
  folders: boolean,
): Promise<Map<string, FileRow[]>> {
  const paths = new Map(names.map((name) => [name, readFilePath(name.replace(/\/+$/, ""))]));
  const wanted = [...paths.values()].filter((path) => path !== undefined);
  const files = new Map((await listFiles(workspaceId, wanted, tx)).map((file) => [file.path, file]));
  const found = new Map<string, FileRow[]>();
  for (const [name, path] of paths) {
    const file = path === undefined ? undefined : files.get(path);
    const taskIds = file || path === undefined || !folders ? [] : idsInPath(`${path}/`);
    if (file) found.set(name, [file]);
    else if (taskIds.length > 0) {
      found.set(name, await listFilesUnder(workspaceId, path ?? "", taskIds, tx));
    }
  }
  return found;
}
