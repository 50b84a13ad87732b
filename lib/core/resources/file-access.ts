import { idsInPath } from "./file-path";

/** Who asks for a file. Administrators reach every file of their workspace. */
export type FileAsker = { userId: string; isAdministrator: boolean };

/** What an existing file belongs to: a task, or whoever uploaded it where its path names none. */
export type FileOwner = { taskId: string | null; uploadedBy: string };

type May = (action: "read" | "modify", taskId: string) => boolean;

/**
 * What is reported of a model lies in a folder of its own, for everybody who may read the model; so is what was left of
 * a deleted task for models.
 */
export function mayReadFile(
  file: FileOwner & { path: string; modelIds: readonly string[] },
  asker: FileAsker,
  may: May,
  mayReadModel: (modelId: string) => boolean,
): boolean {
  if (asker.isAdministrator) return true;
  if (file.taskId) return may("read", file.taskId);
  return file.uploadedBy === asker.userId || [...file.modelIds, ...idsInPath(file.path)].some(mayReadModel);
}

/** Only asked of a file that may be read: what may not is answered as unknown. */
export function mayDeleteFile(file: FileOwner, asker: FileAsker, may: May): boolean {
  return (
    asker.isAdministrator || (file.taskId ? may("modify", file.taskId) : file.uploadedBy === asker.userId)
  );
}

/**
 * `taskId` is the first task in the path that the asker may read. Whoever may modify it may also replace what somebody
 * else put at the path before.
 */
export function mayWriteFile(
  { taskId, existing }: { taskId: string | null; existing: FileOwner | undefined },
  asker: FileAsker,
  may: May,
): boolean {
  if (taskId !== null && !may("modify", taskId)) return false;
  if (!existing || mayDeleteFile(existing, asker, may)) return true;
  return existing.taskId === null && taskId !== null;
}
