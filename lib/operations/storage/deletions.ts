import {
  countDeletions,
  countFailed,
  findDeletion,
  type LeftCount,
  type LeftObject,
  listDeletions,
  listLeftObjects,
  type StoredDeletion,
} from "@/db/reads/storage-deletions";
import { giveUpFailedObjects, retryFailedObjects, scheduleDeletion } from "@/db/writes/storage-deletions";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, pageOf, readPage } from "@/lib/core/page";
import type { DeletionChoice } from "@/lib/core/storage/deletions";
import { type Actor, type ActorWith, grant } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { recordAudit, subjectOf } from "../audit/audit";
import { actingIn } from "../rights/revalidate-actor";

type Manager = ActorWith<"storage.manage_own">;

export type { LeftCount, LeftObject };
export type DeletionView = Omit<StoredDeletion, "workspaceId">;

const perPage = 25;
const objectsPerPage = 50;
const mostReasons = 50;
const mostUrlsLogged = 20;

/** Administrators see those of everybody. */
function whoseOf(actor: Actor) {
  return grant(actor, "storage.manage_all") ? null : actor.userId;
}

export async function listDeletionPage(actor: Manager, wanted: number): Promise<Page<DeletionView>> {
  const { workspaceId } = actor;
  const whose = whoseOf(actor);
  const { page } = await readPage(
    wanted,
    perPage,
    countDeletions(workspaceId, whose),
    (bounds) => listDeletions(workspaceId, whose, bounds),
    (total) => total,
  );
  return page;
}

export type DeletionDetails = { deletion: DeletionView; reasons: LeftCount[]; left: Page<LeftObject> };

/** A deletion with what is left of it; nothing where there is none that the actor may see. */
export async function findDeletionDetails(
  actor: Manager,
  deletionId: string,
  wanted: number,
): Promise<DeletionDetails | undefined> {
  const { workspaceId } = actor;
  const deletion = await findDeletion(workspaceId, whoseOf(actor), deletionId);
  if (!deletion) return undefined;
  const { total, deleted, givenUp } = deletion;
  const bounds = pageOf(total - deleted - givenUp, wanted, objectsPerPage);
  const [reasons, rows] = await Promise.all([
    countFailed(workspaceId, deletionId, mostReasons),
    listLeftObjects(workspaceId, deletionId, bounds),
  ]);
  return { deletion, reasons, left: { ...bounds, rows } };
}

/** Has what failed tried again, by the rights of the actor. */
export function retryDeletion(actor: Manager, { deletionId }: DeletionChoice): Promise<Outcome> {
  return actingIn(actor, "storage.manage_own", async (tx, revalidated) => {
    const { workspaceId, userId } = revalidated;
    const deletion = await findDeletion(workspaceId, whoseOf(revalidated), deletionId, tx);
    if (!deletion) return gone;
    const place = { workspaceId, deletionId };
    const at = now();
    const retried = await retryFailedObjects(tx, place, { userId, at });
    if (retried === 0) return nothingLeft;
    await scheduleDeletion(tx, place, at);
    await recordAudit(tx, subjectOf(revalidated), {
      ...{ event: "storage.deletion_retried", targetId: deletionId, targetName: deletion.targetName },
      after: { objects: retried },
    });
    return done();
  });
}

/** Leaves what failed where it is, for good. */
export function giveUpDeletion(actor: Manager, { deletionId }: DeletionChoice): Promise<Outcome> {
  return actingIn(actor, "storage.manage_own", async (tx, revalidated) => {
    const { workspaceId } = revalidated;
    const deletion = await findDeletion(workspaceId, whoseOf(revalidated), deletionId, tx);
    if (!deletion) return gone;
    const urls = await giveUpFailedObjects(tx, { workspaceId, deletionId });
    if (urls.length === 0) return nothingLeft;
    await recordAudit(tx, subjectOf(revalidated), {
      ...{ event: "storage.deletion_given_up", targetId: deletionId, targetName: deletion.targetName },
      before: { objects: urls.length, urls: urls.slice(0, mostUrlsLogged) },
    });
    return done();
  });
}

const gone = refused("not_found", "This deletion is no longer there. Reload the page.");
const nothingLeft = refused("conflict", "Nothing of it failed any more. Reload the page.");
