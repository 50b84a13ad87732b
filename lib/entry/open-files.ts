import path from "node:path";
import type { Settings } from "@/lib/server/env";
import { FileStoreFull, openFileStore } from "@/lib/server/file-store/file-store";
import { FolderStore } from "@/lib/server/file-store/folder-store";
import { isPassing, S3Failure } from "@/lib/server/file-store/s3-problem";
import type { BucketSettings } from "@/lib/server/file-store/s3-settings";
import { S3Store } from "@/lib/server/file-store/s3-store";
import { log } from "@/lib/server/log";
import { openFilesFolder } from "./data-folder";
import type { Owner } from "./embedded-postgres/binaries";
import { StartupProblem } from "./startup-problem";

/**
 * Opens the bucket that the settings name, or else a folder in the data folder. With `embedded`, the process goes on as
 * the user who runs the embedded database.
 */
export async function openFiles(
  settings: Settings,
  {
    dataFolder,
    embedded,
    say,
  }: {
    dataFolder: string;
    embedded: { runsAs: Owner | undefined } | undefined;
    say: (line: string) => void;
  },
): Promise<void> {
  const { filesBucket, filesMaxBytes, filesKeepFreeBytes } = settings;
  if (filesBucket) {
    const store = new S3Store(filesBucket, { maxBytes: filesMaxBytes });
    openFileStore(store);
    await checkBucket(filesBucket, store, say);
    return;
  }
  const folder = embedded ? openFilesFolder(dataFolder, embedded.runsAs) : path.join(dataFolder, "files");
  openFileStore(new FolderStore(folder, filesKeepFreeBytes));
}

/** Throws what only other settings can mend. What may pass by itself is a warning: pages and programs need no files. */
export async function checkBucket(
  { bucket }: BucketSettings,
  store: Pick<S3Store, "probe">,
  say: (line: string) => void,
): Promise<void> {
  try {
    await store.probe();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) throw new StartupProblem(`The bucket ${bucket} can’t be used: ${refusal}`);
    log().warn({ err: error, bucket }, "the bucket for files can’t be used");
    const reason = error instanceof Error ? error.message : String(error);
    say(`Warning: uploads and downloads of files fail for now. ${reason}`);
  }
}

const wrongKeys = new Set([
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "InvalidToken",
  "ExpiredToken",
  "InvalidTokenId",
]);

function refusalOf(error: unknown): string | undefined {
  if (error instanceof FileStoreFull || !(error instanceof S3Failure)) return undefined;
  const { status, problem } = error;
  if (isPassing({ status, ...problem })) return undefined;
  const { code = String(status), region } = problem;
  if (wrongKeys.has(code)) {
    return `its access key, secret key or session token is not valid (${code}). Check STEWARD_FILES_S3_ACCESS_KEY, STEWARD_FILES_S3_SECRET_KEY and STEWARD_FILES_S3_SESSION_TOKEN.`;
  }
  if (code === "NoSuchBucket") return "it does not exist. Create it, or check STEWARD_FILES_S3_BUCKET.";
  if (code === "RequestTimeTooSkewed") return "the clock of this machine is wrong.";
  if (region && ["PermanentRedirect", "AuthorizationHeaderMalformed", "301"].includes(code)) {
    return `it is in another region. Set STEWARD_FILES_S3_REGION to ${region}.`;
  }
  if (status === 403) {
    return `access is denied (${code}). Allow this access key to create, read and delete objects in it.`;
  }
  return `it answered ${code}. Check the settings that start with STEWARD_FILES_S3.`;
}
