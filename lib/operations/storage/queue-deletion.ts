import type { Transaction } from "@/db/client";
import { listUsedUris } from "@/db/reads/models";
import { insertDeletion, insertDeletionObjects, scheduleDeletion } from "@/db/writes/storage-deletions";
import {
  type DeletionTarget,
  type DoomedObject,
  doomedObjects,
  isOfModifiableTask,
} from "@/lib/core/storage/deletions";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import type { CallerAccess } from "../access/caller-access";
import { recordAudit, subjectOf } from "../audit/audit";
import type { Revalidated } from "../rights/revalidate-actor";

export type DoomedUrls = {
  gone: readonly string[];
  /** Where what stays has its files. */
  kept?: readonly string[];
};

const objectsAtOnce = 2_000;
const mostPlacesLogged = 20;

/**
 * Has every object in a bucket that these URLs name deleted, in the transaction of what they belonged to. Returns the
 * URLs of these objects.
 */
export async function queueDeletion(
  tx: Transaction,
  actor: Revalidated,
  access: CallerAccess,
  target: DeletionTarget,
  { gone, kept = [] }: DoomedUrls,
): Promise<ReadonlySet<string>> {
  const objects = await withoutUsed(tx, actor, doomedObjects(gone, kept));
  if (objects.length === 0) return new Set();
  const { workspaceId, userId } = actor;
  const deletionId = newId();
  const startedAt = now();
  const place = { workspaceId, deletionId };
  await insertDeletion(tx, {
    ...{ workspaceId, id: deletionId, userId, userName: actor.name, startedAt, total: objects.length },
    ...{ targetType: target.type, targetId: target.id, targetName: target.name },
    ...{ deleted: 0, failed: 0, givenUp: 0 },
  });
  const mayModify = (taskId: string) => access.mayOf("task", "modify", taskId);
  for (let from = 0; from < objects.length; from += objectsAtOnce) {
    const some = objects
      .slice(from, from + objectsAtOnce)
      .map(({ key, ...object }) => ({ ...object, isOfTask: isOfModifiableTask(key, mayModify) }));
    await insertDeletionObjects(tx, place, { userId, at: startedAt, from }, some);
  }
  await scheduleDeletion(tx, place, startedAt);
  const places = [...new Set(objects.map((object) => object.place))];
  await recordAudit(tx, subjectOf(actor), {
    ...{ event: "storage.deletion_started", targetId: deletionId, targetName: target.name },
    after: { [target.type]: target.id, objects: objects.length, buckets: places.slice(0, mostPlacesLogged) },
  });
  return new Set(objects.map(({ url }) => url));
}

/** Several models can have the same file: it goes with the last of them. */
async function withoutUsed(
  tx: Transaction,
  { workspaceId }: Revalidated,
  objects: readonly DoomedObject[],
): Promise<DoomedObject[]> {
  const left: DoomedObject[] = [];
  for (let from = 0; from < objects.length; from += objectsAtOnce) {
    const some = objects.slice(from, from + objectsAtOnce);
    const used = new Set(
      await listUsedUris(
        workspaceId,
        some.map(({ url }) => url),
        tx,
      ),
    );
    left.push(...some.filter(({ url }) => !used.has(url)));
  }
  return left;
}
