import { and, asc, eq, inArray, isNull, lt, lte, sql } from "drizzle-orm";
import { groupBy } from "@/lib/core/group-by";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { DeletionProblem } from "@/lib/core/storage/deletions";
import { db, type Transaction } from "../client";
import {
  storageDeletionJobs as jobs,
  storageDeletionObjects as objects,
  storageDeletions,
} from "../schema/storage-deletions";

export type DeletionPlace = { workspaceId: WorkspaceId; deletionId: string };

export async function insertDeletion(
  tx: Transaction,
  deletion: typeof storageDeletions.$inferInsert,
): Promise<void> {
  await tx.insert(storageDeletions).values(deletion);
}

export type NewObject = { url: string; place: string; isOfTask: boolean };

/** `from` is the number of the first of them. */
export async function insertDeletionObjects(
  tx: Transaction,
  { workspaceId, deletionId }: DeletionPlace,
  { userId, at, from }: { userId: UserId; at: Date; from: number },
  some: readonly NewObject[],
): Promise<void> {
  const column = <T>(pick: (object: NewObject) => T) => sql.param(some.map(pick));
  await tx.execute(sql`
    insert into storage_deletion_objects
      (workspace_id, deletion_id, number, url, place, user_id, is_of_task, status, attempts, next_attempt_at)
    select ${workspaceId}, ${deletionId}, ${from}::int + place.ordinality - 1, place.url, place.place, ${userId},
      place.is_of_task = 1, 'waiting', 0, ${at.toISOString()}::timestamptz
    from unnest(
      ${column(({ url }) => url)}::text[],
      ${column(({ place }) => place)}::text[],
      ${column(({ isOfTask }) => Number(isOfTask))}::int[]
    ) with ordinality as place (url, place, is_of_task, ordinality)`);
}

/** Has a process work on the deletion. One that does already looks for more before it ends its turn. */
export async function scheduleDeletion(
  tx: Transaction,
  { workspaceId, deletionId }: DeletionPlace,
  dueAt: Date,
): Promise<void> {
  await tx
    .insert(jobs)
    .values({ workspaceId, deletionId, dueAt, heldBy: null })
    .onConflictDoUpdate({
      target: [jobs.workspaceId, jobs.deletionId],
      set: { dueAt },
      setWhere: isNull(jobs.heldBy),
    });
}

/** Takes what is due the longest for one process, until `leaseEnds`. */
export async function claimDeletion(
  at: Date,
  { holder, leaseEnds }: { holder: string; leaseEnds: Date },
): Promise<DeletionPlace | undefined> {
  return db().transaction(async (tx) => {
    const [due] = await tx
      .select({ workspaceId: jobs.workspaceId, deletionId: jobs.deletionId })
      .from(jobs)
      .where(lte(jobs.dueAt, at))
      .orderBy(asc(jobs.dueAt))
      .limit(1)
      .for("update", { skipLocked: true });
    if (due) await tx.update(jobs).set({ dueAt: leaseEnds, heldBy: holder }).where(isJob(due));
    return due;
  });
}

/** False where another process took it, because this one was silent for too long. */
export async function renewLease(place: DeletionPlace, holder: string, leaseEnds: Date): Promise<boolean> {
  const renewed = await db()
    .update(jobs)
    .set({ dueAt: leaseEnds })
    .where(and(isJob(place), eq(jobs.heldBy, holder)))
    .returning({ deletionId: jobs.deletionId });
  return renewed.length > 0;
}

/** Ends a lease: it is due again at that time, or with undefined never by itself. */
export async function releaseDeletion(
  tx: Transaction,
  place: DeletionPlace,
  holder: string,
  dueAt: Date | undefined,
): Promise<void> {
  const isHeld = and(isJob(place), eq(jobs.heldBy, holder));
  if (dueAt) await tx.update(jobs).set({ dueAt, heldBy: null }).where(isHeld);
  else await tx.delete(jobs).where(isHeld);
}

export type ClaimedObject = {
  number: number;
  url: string;
  place: string;
  userId: UserId;
  isOfTask: boolean;
  attempts: number;
};

/** Those that are due, with this attempt counted. */
export function claimObjects(
  { workspaceId, deletionId }: DeletionPlace,
  at: Date,
  limit: number,
): Promise<ClaimedObject[]> {
  const due = db()
    .select({ number: objects.number })
    .from(objects)
    .where(
      and(
        isOfDeletion({ workspaceId, deletionId }),
        eq(objects.status, "waiting"),
        lte(objects.nextAttemptAt, at),
      ),
    )
    .orderBy(asc(objects.nextAttemptAt), asc(objects.number))
    .limit(limit);
  return db()
    .update(objects)
    .set({ attempts: sql`${objects.attempts} + 1` })
    .where(and(isOfDeletion({ workspaceId, deletionId }), sql`${objects.number} in (${due})`))
    .returning({
      number: objects.number,
      url: objects.url,
      place: objects.place,
      userId: objects.userId,
      isOfTask: objects.isOfTask,
      attempts: objects.attempts,
    });
}

export type AttemptResult = Pick<ClaimedObject, "number" | "attempts"> & {
  /** Undefined: it is gone. */
  problem: DeletionProblem | undefined;
  /** When it is tried again; undefined: not by itself. */
  retryAt: Date | undefined;
};

/** Only what this attempt was for: a process that was silent for too long changes nothing any more. */
export async function settleObjects(
  tx: Transaction,
  place: DeletionPlace,
  results: readonly AttemptResult[],
): Promise<void> {
  const gone = results.filter(({ problem }) => problem === undefined);
  const left = results.filter(({ problem }) => problem !== undefined);
  const { workspaceId, deletionId } = place;
  const ofAttempt = (some: readonly AttemptResult[]) => sql`
    workspace_id = ${workspaceId} and deletion_id = ${deletionId} and status = 'waiting'
      and (number, attempts) in (
        select * from unnest(${sql.param(some.map(({ number }) => number))}::int[],
          ${sql.param(some.map(({ attempts }) => attempts))}::int[])
      )`;
  const deleted =
    gone.length === 0
      ? []
      : await tx.execute(sql`delete from storage_deletion_objects where ${ofAttempt(gone)} returning number`);
  const settled =
    left.length === 0
      ? []
      : await tx.execute<{ status: string }>(sql`
          update storage_deletion_objects o
          set problem = r.problem, status = case when r.retry_at is null then 'failed' else 'waiting' end,
            next_attempt_at = coalesce(r.retry_at::timestamptz, o.next_attempt_at)
          from unnest(
            ${sql.param(left.map(({ number }) => number))}::int[],
            ${sql.param(left.map(({ attempts }) => attempts))}::int[],
            ${sql.param(left.map(({ problem }) => problem))}::text[],
            ${sql.param(left.map(({ retryAt }) => retryAt?.toISOString() ?? null))}::text[]
          ) as r (number, attempts, problem, retry_at)
          where o.workspace_id = ${workspaceId} and o.deletion_id = ${deletionId} and o.status = 'waiting'
            and o.number = r.number and o.attempts = r.attempts
          returning o.status`);
  await count(tx, place, {
    deleted: deleted.length,
    failed: settled.filter(({ status }) => status === "failed").length,
  });
}

/** All others in the same bucket that wait: nothing about them would go differently. */
export async function failPlace(
  tx: Transaction,
  deletion: DeletionPlace,
  { place, userId, problem }: { place: string; userId: UserId; problem: DeletionProblem },
): Promise<void> {
  const failed = await tx
    .update(objects)
    .set({ status: "failed", problem })
    .where(waitingAt(deletion, { place, userId }))
    .returning({ number: objects.number });
  await count(tx, deletion, { failed: failed.length });
}

/** Its host does not answer: all others in the same bucket wait as long. */
export async function postponePlace(
  tx: Transaction,
  deletion: DeletionPlace,
  { place, userId, until }: { place: string; userId: UserId; until: Date },
): Promise<void> {
  await tx
    .update(objects)
    .set({ nextAttemptAt: until })
    .where(and(waitingAt(deletion, { place, userId }), lte(objects.nextAttemptAt, until)));
}

/** Has all that failed wait again, by the rights of this user. Returns how many. */
export async function retryFailedObjects(
  tx: Transaction,
  place: DeletionPlace,
  { userId, at }: { userId: UserId; at: Date },
): Promise<number> {
  const retried = await tx
    .update(objects)
    // An attempt before may have deleted it without an answer, so it is looked for first.
    .set({ status: "waiting", attempts: 1, nextAttemptAt: at, userId })
    .where(and(isOfDeletion(place), eq(objects.status, "failed")))
    .returning({ number: objects.number });
  await count(tx, place, { failed: -retried.length });
  await tx.update(storageDeletions).set({ endedAt: null }).where(isDeletion(place));
  return retried.length;
}

/** Forgets all that failed. Returns their URLs. */
export async function giveUpFailedObjects(tx: Transaction, place: DeletionPlace): Promise<string[]> {
  const gone = await tx
    .delete(objects)
    .where(and(isOfDeletion(place), eq(objects.status, "failed")))
    .returning({ url: objects.url });
  await count(tx, place, { failed: -gone.length, givenUp: gone.length });
  return gone.map(({ url }) => url);
}

export async function endDeletion(tx: Transaction, place: DeletionPlace, endedAt: Date): Promise<void> {
  await tx
    .update(storageDeletions)
    .set({ endedAt })
    .where(and(isDeletion(place), isNull(storageDeletions.endedAt)));
}

/** Forgets those that ended before a time with nothing left, some at a time. Returns how many. */
export async function deleteEndedDeletions(before: Date, limit: number): Promise<number> {
  const ended = await db()
    .select({ workspaceId: storageDeletions.workspaceId, id: storageDeletions.id })
    .from(storageDeletions)
    .where(
      and(
        lt(storageDeletions.endedAt, before),
        eq(storageDeletions.total, sql`${storageDeletions.deleted} + ${storageDeletions.givenUp}`),
      ),
    )
    .limit(limit);
  for (const [workspaceId, some] of groupBy(ended, (each) => each.workspaceId)) {
    const ids = some.map(({ id }) => id);
    await db()
      .delete(storageDeletions)
      .where(
        and(
          eq(storageDeletions.workspaceId, workspaceId),
          inArray(storageDeletions.id, ids),
          lt(storageDeletions.endedAt, before),
        ),
      );
  }
  return ended.length;
}

async function count(
  tx: Transaction,
  place: DeletionPlace,
  { deleted = 0, failed = 0, givenUp = 0 }: { deleted?: number; failed?: number; givenUp?: number },
): Promise<void> {
  await tx
    .update(storageDeletions)
    .set({
      deleted: sql`${storageDeletions.deleted} + ${deleted}`,
      failed: sql`${storageDeletions.failed} + ${failed}`,
      givenUp: sql`${storageDeletions.givenUp} + ${givenUp}`,
    })
    .where(isDeletion(place));
}

function isJob({ workspaceId, deletionId }: DeletionPlace) {
  return and(eq(jobs.workspaceId, workspaceId), eq(jobs.deletionId, deletionId));
}

function isDeletion({ workspaceId, deletionId }: DeletionPlace) {
  return and(eq(storageDeletions.workspaceId, workspaceId), eq(storageDeletions.id, deletionId));
}

function isOfDeletion({ workspaceId, deletionId }: DeletionPlace) {
  return and(eq(objects.workspaceId, workspaceId), eq(objects.deletionId, deletionId));
}

function waitingAt(deletion: DeletionPlace, { place, userId }: { place: string; userId: UserId }) {
  return and(
    isOfDeletion(deletion),
    eq(objects.place, place),
    eq(objects.userId, userId),
    eq(objects.status, "waiting"),
  );
}
