import type { Transaction } from "@/db/client";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { refusedResource } from "@/lib/core/resources/refusal";
import type { Json } from "@/lib/core/resources/task";
import { externalBytesOf } from "@/lib/core/usage/external-bytes";
import { ownFilesOrigin } from "@/lib/server/client-urls";
import { takeStorage } from "../../usage/storage-room";

/** What changes with the artifacts of a task, where its fields have any. */
export function externalBytesIn({ artifacts }: { artifacts?: readonly Json[] }): { externalBytes?: number } {
  return artifacts ? { externalBytes: externalBytesOf(artifacts, ownFilesOrigin()) } : {};
}

/** Takes room for the registered sizes of a task that is new, or had others before. Refused if the workspace is full. */
export async function takeForArtifacts(
  tx: Transaction,
  workspaceId: WorkspaceId,
  { externalBytes }: { externalBytes?: number },
  before: { artifacts: readonly Json[] } = { artifacts: [] },
) {
  if (externalBytes === undefined) return undefined;
  const added = externalBytes - externalBytesOf(before.artifacts, ownFilesOrigin());
  const full = await takeStorage(tx, workspaceId, "artifacts", added);
  return full === undefined ? undefined : refusedResource("limit_reached", full);
}
