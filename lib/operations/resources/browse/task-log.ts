import { findLogChunkAfter } from "@/db/reads/task-reports";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { logText } from "@/lib/core/resources/log-text";
import { accessOfActor } from "../../access/caller-access";
import type { ResourceUser } from "../writing";

/** What is kept of a log as text, part by part. */
export async function findTaskLog(
  actor: ResourceUser,
  taskId: string,
): Promise<AsyncGenerator<string> | undefined> {
  const access = await accessOfActor(actor);
  return access.mayOf("task", "read", taskId) ? partsOf(actor.workspaceId, taskId) : undefined;
}

async function* partsOf(workspaceId: WorkspaceId, taskId: string): AsyncGenerator<string> {
  let after: number | undefined;
  for (;;) {
    const part = await findLogChunkAfter(workspaceId, taskId, after);
    if (!part) return;
    yield logText(part.lines);
    after = part.number;
  }
}
