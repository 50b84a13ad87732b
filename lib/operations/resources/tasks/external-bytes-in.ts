import type { Json } from "@/lib/core/resources/task";
import { externalBytesOf } from "@/lib/core/usage/external-bytes";
import { ownFilesOrigin } from "@/lib/server/client-urls";

/** What changes with the artifacts of a task, where its fields have any. */
export function externalBytesIn({ artifacts }: { artifacts?: readonly Json[] }): { externalBytes?: number } {
  return artifacts ? { externalBytes: externalBytesOf(artifacts, ownFilesOrigin()) } : {};
}
