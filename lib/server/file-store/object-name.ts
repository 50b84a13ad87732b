import type { StoredBytes } from "./file-store";

const identifier = /^[0-9a-f]{32}$/;

/** The name of the bytes in a store, which can't lead out of the workspace's folder. */
export function objectName({ workspaceId, storedAs }: StoredBytes): string {
  if (!identifier.test(workspaceId) || !identifier.test(storedAs)) throw new Error("Not a name of ours.");
  return `${workspaceId}/${storedAs}`;
}
