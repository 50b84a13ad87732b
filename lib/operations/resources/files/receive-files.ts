import { createHash } from "node:crypto";
import { inTransaction, type Transaction } from "@/db/client";
import { type FileRow, findFile } from "@/db/reads/files";
import { findRoleFacts } from "@/db/reads/memberships";
import { lockPaths, reserveBytes, upsertFile } from "@/db/writes/files";
import { done, type Outcome, type Refusal } from "@/lib/core/outcome";
import { mayWriteFile } from "@/lib/core/resources/file-access";
import { readMediaType } from "@/lib/core/resources/file-answer";
import { idsInPath, readFilePath } from "@/lib/core/resources/file-path";
import { refusedFile } from "@/lib/core/resources/file-refusal";
import { isAdministrator, roleOf } from "@/lib/core/workspace/role";
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { FileStoreFull, fileStore } from "@/lib/server/file-store/file-store";
import { accessOfCaller, type CallerAccess } from "../../access/caller-access";
import { countCallAbout } from "../../usage/project-calls";
import { takeStorage } from "../../usage/storage-room";
import { reporting } from "../writing";
import { removeBytes } from "./remove-bytes";

export type UploadedPart = {
  name: string;
  contentType: string | undefined;
  bytes: AsyncIterable<Uint8Array>;
};

const mostFiles = 1_000;
/** The free space is looked at again after so many bytes. */
const lookEveryBytes = 64 * 1024 * 1024;

const notWritable = refusedFile("not_modifiable", "You may not write this file.");
const noSpace = refusedFile("no_space", "The server does not have enough free space for this file.");

class Stopped extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/**
 * Keeps all the files of an upload, or none of them. Nothing of a file is read before it is clear that it may be
 * written. Returns their paths.
 */
export async function receiveFiles(
  caller: ApiCaller,
  parts: AsyncIterable<UploadedPart>,
): Promise<Outcome<string[]>> {
  const access = await accessOfCaller(caller);
  const { workspaceId } = caller;
  const written: FileRow[] = [];
  let former: string[] | undefined;
  try {
    for await (const part of parts) {
      if (written.length >= mostFiles) {
        return refusedFile("too_many_files", `Upload up to ${mostFiles} files at once.`);
      }
      const path = readFilePath(part.name);
      if (path === undefined) return refusedFile("invalid_path", "The path of the file is not valid.");
      const taskId = taskOf(path, access);
      if (taskId !== null && !access.mayOf("task", "modify", taskId)) return notWritable;
      written.push(await writeBytes(caller, path, part));
    }
    const outcome = await link(caller, written);
    countCallAbout(workspaceId, access, written[0] ? idsInPath(written[0].path) : []);
    if (outcome.ok) former = outcome.value;
    return outcome.ok ? done(written.map(({ path }) => path)) : outcome;
  } catch (error) {
    if (error instanceof Stopped) return { ok: false, refusal: error.refusal };
    throw error;
  } finally {
    await removeBytes(workspaceId, former ?? written.map(({ storedAs }) => storedAs));
  }
}

function taskOf(path: string, access: CallerAccess): string | null {
  return idsInPath(path).find((id) => access.mayOf("task", "read", id)) ?? null;
}

function taskRights(access: CallerAccess) {
  return (action: "read" | "modify", taskId: string) => access.mayOf("task", action, taskId);
}

// Not audited: it only says which bytes nothing refers to yet.
async function writeBytes(caller: ApiCaller, path: string, part: UploadedPart): Promise<FileRow> {
  const { workspaceId } = caller;
  const storedAs = newId();
  await inTransaction((tx) => reserveBytes(tx, workspaceId, storedAs, now()));
  const measured = { bytes: 0, hash: createHash("sha256") };
  try {
    await fileStore().write({ workspaceId, storedAs }, measure(part.bytes, measured));
  } catch (error) {
    await removeBytes(workspaceId, [storedAs]);
    if (error instanceof FileStoreFull) throw new Stopped(noSpace.refusal);
    throw error;
  }
  return {
    ...{
      path,
      storedAs,
      taskId: null,
      modelIds: [],
      bytes: measured.bytes,
      sha256: measured.hash.digest("hex"),
    },
    ...{ contentType: readMediaType(part.contentType), uploadedBy: caller.userId, uploadedAt: now() },
  };
}

async function* measure(
  bytes: AsyncIterable<Uint8Array>,
  measured: { bytes: number; hash: ReturnType<typeof createHash> },
): AsyncGenerator<Uint8Array> {
  const { filesMaxBytes } = settings();
  let lookAt = 0;
  for await (const chunk of bytes) {
    measured.bytes += chunk.length;
    measured.hash.update(chunk);
    if (measured.bytes > filesMaxBytes) {
      throw new Stopped(
        refusedFile("file_too_large", `A file may have up to ${filesMaxBytes} bytes.`).refusal,
      );
    }
    if (measured.bytes > lookAt) {
      if ((await fileStore().room()) < chunk.length) throw new Stopped(noSpace.refusal);
      lookAt = measured.bytes + lookEveryBytes;
    }
    yield chunk;
  }
}

/** Returns the bytes that other files had at these paths. */
// Not audited: what a running program writes for its tasks is counted.
function link(caller: ApiCaller, written: readonly FileRow[]): Promise<Outcome<string[]>> {
  const { workspaceId } = caller;
  return reporting(caller, async (tx, access) => {
    const paths = written.map(({ path }) => path);
    await lockPaths(tx, workspaceId, paths);
    const asker = { userId: caller.userId, isAdministrator: await isAdminIn(tx, caller) };
    const files: FileRow[] = [];
    const sizes = new Map<string, number>();
    let added = 0;
    for (const file of written) {
      const existing = await findFile(workspaceId, file.path, tx);
      const taskId = taskOf(file.path, access);
      if (!mayWriteFile({ taskId, existing }, asker, taskRights(access))) return notWritable;
      // What stays without a task stays with the models that it was left for.
      const modelIds = taskId === null ? (existing?.modelIds ?? []) : [];
      files.push({ ...file, taskId, modelIds });
      added += file.bytes - (sizes.get(file.path) ?? existing?.bytes ?? 0);
      sizes.set(file.path, file.bytes);
    }
    const full = await takeStorage(tx, workspaceId, "artifacts", added);
    if (full !== undefined) return refusedFile("limit_reached", full);
    const former: string[] = [];
    for (const file of files) {
      const replaced = await upsertFile(tx, workspaceId, file);
      if (replaced !== undefined) former.push(replaced);
    }
    return done(former);
  });
}

async function isAdminIn(
  tx: Transaction,
  { workspaceId, userId, impersonatedBy }: ApiCaller,
): Promise<boolean> {
  const facts = impersonatedBy ? undefined : await findRoleFacts(workspaceId, userId, tx);
  return facts !== undefined && isAdministrator(roleOf(facts));
}
