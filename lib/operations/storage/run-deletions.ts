import { db, inTransaction } from "@/db/client";
import { findRoleFacts } from "@/db/reads/memberships";
import { countFailed, findDeletion, findNextAttempt } from "@/db/reads/storage-deletions";
import { takeLocks } from "@/db/writes/locks";
import {
  type AttemptResult,
  type ClaimedObject,
  claimDeletion,
  claimObjects,
  type DeletionPlace,
  deleteEndedDeletions,
  endDeletion,
  failPlace,
  postponePlace,
  releaseDeletion,
  renewLease,
  settleObjects,
} from "@/db/writes/storage-deletions";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { pickCleanupCredentials } from "@/lib/core/storage/cleanup-credentials";
import {
  type DeletionProblem,
  hasOddName,
  isOfHost,
  isOfWholePlace,
  nextDeletionAttempt,
} from "@/lib/core/storage/deletions";
import { readObjectUrl } from "@/lib/core/storage/object-url";
import { isAdministrator, roleOf } from "@/lib/core/workspace/role";
import { now } from "@/lib/server/clock";
import { newId } from "@/lib/server/crypto";
import { logUnexpected } from "@/lib/server/log";
import { deleteObject } from "@/lib/server/storage/delete-object";
import { recordAudit, subjectOfServer } from "../audit/audit";
import { listCleanupAccess, type OpenedCleanupCredentials } from "./cleanup-credentials";

/** Longer than a process is silent that works: it says so after every third of it. */
const leaseMs = 30_000;
const objectsAtOnce = 40;
const requestsAtOnce = 8;
/** After so long others have their turn. */
const turnMs = 20_000;
const mostReasonsLogged = 20;
const keptMs = 90 * 24 * 3_600_000;
const forgottenAtOnce = 1_000;

type Turn = DeletionPlace & { holder: string };

/**
 * Takes the deletion that is due the longest, and deletes its objects for a while. False where none is due. A process
 * that dies leaves it to the next one that looks.
 */
export async function runDueDeletion(isStopped: () => boolean): Promise<boolean> {
  const holder = newId();
  const place = await claimDeletion(now(), { holder, leaseEnds: leaseEnd() });
  if (!place) return false;
  const turn = { ...place, holder };
  let isHeld = true;
  const heartbeat = setInterval(() => {
    renewLease(place, holder, leaseEnd()).then(
      (renewed) => {
        isHeld &&= renewed;
      },
      () => {},
    );
  }, leaseMs / 3);
  try {
    const endsAt = now().getTime() + turnMs;
    while (isHeld && !isStopped() && now().getTime() < endsAt) {
      if (!(await deleteSome(turn))) break;
    }
  } finally {
    clearInterval(heartbeat);
  }
  if (isHeld) await endTurn(turn);
  return true;
}

/** The audit log keeps what became of them. Those of which something is left stay. Returns whether there may be more. */
// Not audited: it forgets what was done.
export async function forgetEndedDeletions(): Promise<boolean> {
  const before = new Date(now().getTime() - keptMs);
  return (await deleteEndedDeletions(before, forgottenAtOnce)) === forgottenAtOnce;
}

function leaseEnd(): Date {
  return new Date(now().getTime() + leaseMs);
}

/** False where nothing is due. */
async function deleteSome(turn: Turn): Promise<boolean> {
  const { workspaceId } = turn;
  const claimed = await claimObjects(turn, now(), objectsAtOnce);
  if (claimed.length === 0) return false;
  const rights = new Map<UserId, Rights>();
  for (const { userId } of claimed) {
    if (!rights.has(userId)) rights.set(userId, await findRights(workspaceId, userId));
  }
  const attempts: Attempted[] = [];
  const waiting = [...claimed];
  const work = async () => {
    for (let object = waiting.shift(); object; object = waiting.shift()) {
      const problem = await attempt(object, rights.get(object.userId));
      attempts.push({ ...object, problem });
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, work));
  await settle(turn, attempts);
  return true;
}

type Rights = { credentials: OpenedCleanupCredentials[]; isAdministrator: boolean };

/** As they are now: a former member has no credentials of their own. */
async function findRights(workspaceId: WorkspaceId, userId: UserId): Promise<Rights> {
  const credentials = await listCleanupAccess(workspaceId, userId);
  const facts = await findRoleFacts(workspaceId, userId, db());
  return {
    credentials,
    isAdministrator: facts !== undefined && (facts.inAdmins || isAdministrator(roleOf(facts))),
  };
}

type Attempted = ClaimedObject & { problem: DeletionProblem | undefined };

async function attempt(
  claimed: ClaimedObject,
  rights: Rights | undefined,
): Promise<DeletionProblem | undefined> {
  try {
    return await attemptWith(claimed, rights);
  } catch (error) {
    // One object must not keep the others from being deleted.
    logUnexpected(error, "deleting an object in a bucket");
    return "other";
  }
}

async function attemptWith(
  { url, isOfTask, attempts }: ClaimedObject,
  rights: Rights | undefined,
): Promise<DeletionProblem | undefined> {
  const object = readObjectUrl(url);
  if (!object || hasOddName(object.key)) return "odd_name";
  const found = rights && pickCleanupCredentials(rights.credentials, object);
  if (!found) return "no_credentials";
  if (!found.access) return "unreadable_credentials";
  if (found.forWorkspace && !rights.isAdministrator && !isOfTask) return "not_of_task";
  return deleteObject(found.access, object, attempts > 1);
}

// Not audited: the end of the deletion is, with what is left of it.
async function settle(turn: Turn, attempted: readonly Attempted[]): Promise<void> {
  const at = now();
  const results = attempted.map(
    ({ number, attempts, problem }): AttemptResult => ({
      ...{ number, attempts, problem },
      retryAt: problem && nextDeletionAttempt(problem, attempts, at),
    }),
  );
  await inTransaction(async (tx) => {
    await settleObjects(tx, turn, results);
    for (const { place, userId, problem, attempts } of wholePlaces(attempted)) {
      const until = nextDeletionAttempt(problem, attempts, at);
      if (isOfWholePlace(problem)) await failPlace(tx, turn, { place, userId, problem });
      else if (until) await postponePlace(tx, turn, { place, userId, until });
    }
  });
}

type PlaceProblem = Pick<ClaimedObject, "place" | "userId" | "attempts"> & { problem: DeletionProblem };

/** The buckets of which nothing was deleted, because their host is silent or nothing fits them. */
function wholePlaces(attempted: readonly Attempted[]): PlaceProblem[] {
  const byPlace = new Map<string, Attempted[]>();
  for (const each of attempted) {
    const key = `${each.place} ${each.userId}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), each]);
  }
  return [...byPlace.values()].flatMap((some) => {
    const [first] = some;
    const isWhole = some.every(({ problem }) => problem && (isOfWholePlace(problem) || isOfHost(problem)));
    return first?.problem && isWhole ? [{ ...first, problem: first.problem }] : [];
  });
}

/** Says when the next turn is, or that the deletion has ended. */
async function endTurn({ holder, ...place }: Turn): Promise<void> {
  const { workspaceId, deletionId } = place;
  await inTransaction(async (tx) => {
    await takeLocks(tx, { workspaces: [workspaceId] });
    const deletion = await findDeletion(workspaceId, null, deletionId, tx);
    const next = deletion ? await findNextAttempt(workspaceId, deletionId, tx) : null;
    await releaseDeletion(tx, place, holder, next ?? undefined);
    if (!deletion || deletion.endedAt || next) return;
    await endDeletion(tx, place, now());
    const { total, deleted, failed, givenUp, targetName } = deletion;
    const problems = failed > 0 ? await countFailed(workspaceId, deletionId, mostReasonsLogged, tx) : [];
    await recordAudit(tx, subjectOfServer(workspaceId), {
      ...{ event: failed > 0 ? "storage.deletion_failed" : "storage.deletion_ended" },
      ...{ targetId: deletionId, targetName },
      after: { objects: total, deleted, failed, givenUp, ...(failed > 0 ? { problems } : {}) },
    });
  });
}
