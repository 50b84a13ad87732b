import { ownFilePath } from "../resources/file-link";
import type { Json } from "../resources/task";

/**
 * What the artifacts of a task take up elsewhere, as their client said. Those of Steward's own file server count by
 * their files.
 */
export function externalBytesOf(artifacts: readonly Json[], ownOrigin: string | null): number {
  return artifacts.reduce((sum, { uri, content_size: size }) => {
    const isElsewhere = typeof uri === "string" && ownFilePath(uri, ownOrigin) === undefined;
    return isElsewhere && typeof size === "number" ? sum + size : sum;
  }, 0);
}
