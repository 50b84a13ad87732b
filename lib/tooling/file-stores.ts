import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { S3Peer } from "@/e2e/peers/s3";
import { type FileStore, openFileStore, type StoredBytes } from "@/lib/server/file-store/file-store";
import { FolderStore } from "@/lib/server/file-store/folder-store";
import { readBucketSettings } from "@/lib/server/file-store/s3-settings";
import { S3Store } from "@/lib/server/file-store/s3-store";

export type FileStoreInTest = {
  store: FileStore;
  /** What is stored for a workspace, under the store's own names. */
  stored(workspaceId: string): string[];
  /** Takes no more files until `makeRoom`. */
  fill(): void;
  makeRoom(): void;
  /** Has something under this name that it can't delete until `release`. */
  stick(place: StoredBytes): void;
  release(place: StoredBytes): void;
  close(): Promise<void>;
};

/** Every kind of store that files can be in; each test of files is for all of them. */
export const fileStores: { name: string; open: (maxBytes: number) => Promise<FileStoreInTest> }[] = [
  { name: "a folder", open: openFolder },
  { name: "a bucket", open: openBucket },
];

async function openFolder(): Promise<FileStoreInTest> {
  const folder = mkdtempSync(path.join(tmpdir(), "steward-files-"));
  const use = (keepFreeBytes: number) => {
    const store = new FolderStore(folder, keepFreeBytes);
    openFileStore(store);
    return store;
  };
  const pathOf = ({ workspaceId, storedAs }: StoredBytes) => path.join(folder, workspaceId, storedAs);
  return {
    store: use(0),
    stored: (workspaceId) =>
      readdirSync(folder).includes(workspaceId) ? readdirSync(path.join(folder, workspaceId)) : [],
    fill: () => void use(Number.MAX_SAFE_INTEGER),
    makeRoom: () => void use(0),
    // The store deletes no folder.
    stick: (place) => void mkdirSync(pathOf(place), { recursive: true }),
    release: (place) => rmSync(pathOf(place), { recursive: true }),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function openBucket(maxBytes: number): Promise<FileStoreInTest & { peer: S3Peer }> {
  const peer = await S3Peer.start();
  const { bucket } = readBucketSettings({
    STEWARD_FILES_S3_BUCKET: peer.bucket,
    STEWARD_FILES_S3_ENDPOINT: peer.endpoint,
    STEWARD_FILES_S3_REGION: peer.keys.region,
    STEWARD_FILES_S3_ACCESS_KEY: peer.keys.accessKey,
    STEWARD_FILES_S3_SECRET_KEY: peer.keys.secretKey,
    STEWARD_FILES_S3_PREFIX: "files",
  });
  if (!bucket) throw new Error("The settings of the bucket are not valid.");
  const store = new S3Store(bucket, { maxBytes, pauseMs: 1 });
  openFileStore(store);
  const stuck = new Set<string>();
  let isFull = false;
  peer.fault = ({ method, name }) => {
    if (isFull && method === "PUT") return { code: "XMinioStorageFull" };
    return method === "DELETE" && stuck.has(name) ? { code: "AccessDenied" } : undefined;
  };
  const nameOf = ({ workspaceId, storedAs }: StoredBytes) => `files/${workspaceId}/${storedAs}`;
  return {
    peer,
    store,
    stored: (workspaceId) => [
      ...peer.names
        .filter((name) => name.startsWith(`files/${workspaceId}/`))
        .map((name) => name.split("/").at(-1) ?? ""),
      ...Array.from({ length: peer.openUploads }, () => "an open upload"),
      ...[...stuck].map((name) => name.split("/").at(-1) ?? ""),
    ],
    fill: () => {
      isFull = true;
    },
    makeRoom: () => {
      isFull = false;
    },
    stick: (place) => void stuck.add(nameOf(place)),
    release: (place) => void stuck.delete(nameOf(place)),
    close: () => peer.stop(),
  };
}
