import { inTransaction, type Transaction } from "@/db/client";
import { listAuditLogs } from "@/db/reads/audit-events";
import { countSeatsTaken } from "@/db/reads/invitations";
import {
  type CountedFile,
  type CountedTask,
  listCountedFiles,
  listCountedTasks,
  lockCountedTasks,
} from "@/db/reads/recount";
import { measureStored } from "@/db/reads/usage-levels";
import { lockWorkspace } from "@/db/writes/audit-events";
import { updateFileBytes, updateTaskCounts } from "@/db/writes/recount";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { externalBytesOf } from "@/lib/core/usage/external-bytes";
import { ownFilesOrigin } from "@/lib/server/client-urls";
import { now } from "@/lib/server/clock";
import { settings } from "@/lib/server/env";
import { fileStore } from "@/lib/server/file-store/file-store";
import { recordAudit, subjectOfOperator } from "../audit/audit";

type Totals = { artifacts: number; metrics: number };

export type Recount = {
  workspaceId: WorkspaceId;
  name: string;
  users: number;
  before: Totals;
  after: Totals;
  /** How many rows were corrected. */
  corrected: { files: number; tasks: number };
  /** Paths of files whose bytes are gone. */
  missing: string[];
};

const atOnce = 500;
const looksAtOnce = 8;

/** Counts what each workspace stores from its rows and files again, and corrects what differs. */
export async function* recountWorkspaces(): AsyncGenerator<Recount> {
  let after = "";
  for (;;) {
    const some = await listAuditLogs(after, atOnce);
    for (const { workspaceId, name } of some) yield { name, ...(await recountWorkspace(workspaceId)) };
    const last = some.at(-1)?.workspaceId;
    if (some.length < atOnce || !last) return;
    after = last;
  }
}

/** What differs is found first, without a lock; then each row is looked at again behind the lock of the workspace. */
export async function recountWorkspace(workspaceId: WorkspaceId): Promise<Omit<Recount, "name">> {
  const { differing, missing } = await findWrongFiles(workspaceId);
  const wrongTasks = await findWrongTasks(workspaceId);
  return inTransaction(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const { people: users } = await countSeatsTaken(workspaceId, now(), tx);
    const before = await totalsOf(tx, workspaceId);
    const corrected = { files: 0, tasks: 0 };
    for (const { file, bytes } of differing) {
      if (await updateFileBytes(tx, workspaceId, file, bytes)) corrected.files += 1;
    }
    for (const task of await lockCountedTasks(tx, workspaceId, wrongTasks)) {
      const counts = rightCounts(task);
      if (!counts) continue;
      await updateTaskCounts(tx, workspaceId, task.id, counts);
      corrected.tasks += 1;
    }
    const after = await totalsOf(tx, workspaceId);
    if (corrected.files + corrected.tasks > 0) {
      await recordAudit(tx, subjectOfOperator(workspaceId), {
        event: "usage.recounted",
        targetId: workspaceId,
        before,
        after: { ...after, corrected },
      });
    }
    return { workspaceId, users, before, after, corrected, missing };
  });
}

async function totalsOf(tx: Transaction, workspaceId: WorkspaceId): Promise<Totals> {
  return {
    artifacts: await measureStored(tx, workspaceId, "artifacts"),
    metrics: await measureStored(tx, workspaceId, "metrics"),
  };
}

async function findWrongFiles(workspaceId: WorkspaceId) {
  const differing: { file: CountedFile; bytes: number }[] = [];
  const missing: string[] = [];
  if (settings().filesUrl !== null) return { differing, missing };
  let after = "";
  for (;;) {
    const some = await listCountedFiles(workspaceId, after, atOnce);
    for (let start = 0; start < some.length; start += looksAtOnce) {
      const looks = some.slice(start, start + looksAtOnce).map(async (file) => {
        const bytes = await fileStore().size({ workspaceId, storedAs: file.storedAs });
        if (bytes === undefined) missing.push(file.path);
        else if (bytes !== file.bytes) differing.push({ file, bytes });
      });
      await Promise.all(looks);
    }
    const last = some.at(-1)?.path;
    if (some.length < atOnce || last === undefined) return { differing, missing };
    after = last;
  }
}

async function findWrongTasks(workspaceId: WorkspaceId): Promise<string[]> {
  const wrong: string[] = [];
  let after = "";
  for (;;) {
    const some = await listCountedTasks(workspaceId, after, atOnce);
    wrong.push(...some.filter(rightCounts).map(({ id }) => id));
    const last = some.at(-1)?.id;
    if (some.length < atOnce || last === undefined) return wrong;
    after = last;
  }
}

/**
 * Undefined where the counts are right. Events count as they were sent, which nobody can tell from what is kept of
 * them: only a task that counts none is given the size of what is kept.
 */
function rightCounts({ artifacts, externalBytes, eventBytes, storedBytes }: CountedTask) {
  const right = {
    externalBytes: externalBytesOf(artifacts, ownFilesOrigin()),
    eventBytes: eventBytes === 0 ? storedBytes : eventBytes,
  };
  const isRight = right.externalBytes === externalBytes && right.eventBytes === eventBytes;
  return isRight ? undefined : right;
}
