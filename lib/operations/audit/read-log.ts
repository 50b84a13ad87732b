import { listAuditEvents } from "@/db/reads/audit-events";
import { type InstallationEvent, listInstallationEvents } from "@/db/reads/installation";
import { findWorkspaceName } from "@/db/reads/workspaces";
import type { WorkspaceId } from "@/lib/core/identifiers";

const perPage = 500;

/** What the logs of workspaces and that of the installation say alike. */
export type LogEntry = Pick<
  InstallationEvent,
  "number" | "at" | "actorName" | "event" | "targetId" | "targetName" | "before" | "after" | "ip"
>;

/** From the first entry to the last. */
export function readInstallationLog(): AsyncGenerator<InstallationEvent> {
  return inPages((after) => listInstallationEvents(after, perPage));
}

/** From the first entry to the last; nothing where there is no such workspace. */
export async function readWorkspaceLog(
  workspaceId: WorkspaceId,
): Promise<AsyncGenerator<LogEntry> | undefined> {
  const name = await findWorkspaceName(workspaceId);
  if (name === undefined) return undefined;
  return inPages((after) => listAuditEvents(workspaceId, after, perPage));
}

async function* inPages<E extends { number: number }>(
  listAfter: (number: number) => Promise<E[]>,
): AsyncGenerator<E> {
  let after = 0;
  for (;;) {
    const entries = await listAfter(after);
    yield* entries;
    const last = entries.at(-1);
    if (!last || entries.length < perPage) return;
    after = last.number;
  }
}
