import type { WorkspaceId } from "@/lib/core/identifiers";
import type { DeletionProblem } from "@/lib/core/storage/deletions";
import { newId } from "@/lib/server/crypto";
import { db } from "../../client";
import { storageDeletionObjects, storageDeletions } from "../../schema/storage-deletions";
import type { Account } from "./person";

type Failed = { url: string; place: string; problem: DeletionProblem };

/** A deletion that ended: of each of these objects it says why it is still there. */
export async function makeStorageDeletion(
  workspaceId: WorkspaceId,
  account: Pick<Account, "id" | "name">,
  { name = "Train", total = 1, failed = [] }: { name?: string; total?: number; failed?: Failed[] } = {},
): Promise<string> {
  const id = newId();
  const at = new Date();
  await db()
    .insert(storageDeletions)
    .values({
      ...{ workspaceId, id, userId: account.id, userName: account.name, startedAt: at, endedAt: at },
      ...{ targetType: "task", targetId: newId(), targetName: name, total },
      ...{ deleted: total - failed.length, failed: failed.length, givenUp: 0 },
    });
  if (failed.length > 0) {
    await db()
      .insert(storageDeletionObjects)
      .values(
        failed.map((object, number) => ({
          ...{ workspaceId, deletionId: id, number, userId: account.id, ...object, isOfTask: true },
          ...{ status: "failed" as const, attempts: 1, nextAttemptAt: at },
        })),
      );
  }
  return id;
}
