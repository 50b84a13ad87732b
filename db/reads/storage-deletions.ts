import { and, asc, count, desc, eq, min, sql } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { DeletionProblem } from "@/lib/core/storage/deletions";
import { db, type Reader } from "../client";
import { storageDeletionObjects as objects, storageDeletions } from "../schema/storage-deletions";

export type StoredDeletion = typeof storageDeletions.$inferSelect;
type Bounds = { limit: number; offset: number };

/** The newest first; of one user, or with null of everybody. */
export function listDeletions(
  workspaceId: WorkspaceId,
  userId: UserId | null,
  { limit, offset }: Bounds,
): Promise<StoredDeletion[]> {
  return db()
    .select()
    .from(storageDeletions)
    .where(isOf(workspaceId, userId))
    .orderBy(desc(storageDeletions.startedAt), desc(storageDeletions.id))
    .limit(limit)
    .offset(offset);
}

export function countDeletions(workspaceId: WorkspaceId, userId: UserId | null): Promise<number> {
  return db().$count(storageDeletions, isOf(workspaceId, userId));
}

/** Nothing where it is not one of this user, if one is named. */
export async function findDeletion(
  workspaceId: WorkspaceId,
  userId: UserId | null,
  deletionId: string,
  on: Reader = db(),
): Promise<StoredDeletion | undefined> {
  const [row] = await on
    .select()
    .from(storageDeletions)
    .where(and(isOf(workspaceId, userId), eq(storageDeletions.id, deletionId)));
  return row;
}

export type LeftObject = {
  url: string;
  place: string;
  status: "waiting" | "failed";
  problem: DeletionProblem | null;
  attempts: number;
  nextAttemptAt: Date;
};

/** What is neither deleted nor given up: what failed comes first. */
export function listLeftObjects(
  workspaceId: WorkspaceId,
  deletionId: string,
  { limit, offset }: Bounds,
): Promise<LeftObject[]> {
  const { url, place, status, problem, attempts, nextAttemptAt, number } = objects;
  return db()
    .select({ url, place, status, problem, attempts, nextAttemptAt })
    .from(objects)
    .where(and(eq(objects.workspaceId, workspaceId), eq(objects.deletionId, deletionId)))
    .orderBy(asc(status), asc(number))
    .limit(limit)
    .offset(offset);
}

export type LeftCount = { place: string; problem: DeletionProblem; count: number };

/** How many failed for which reason in which bucket, the most first. */
export function countFailed(
  workspaceId: WorkspaceId,
  deletionId: string,
  limit: number,
  on: Reader = db(),
): Promise<LeftCount[]> {
  const { place, problem } = objects;
  return on
    .select({ place, problem: sql<DeletionProblem>`${problem}`, count: count() })
    .from(objects)
    .where(
      and(
        eq(objects.workspaceId, workspaceId),
        eq(objects.deletionId, deletionId),
        eq(objects.status, "failed"),
      ),
    )
    .groupBy(place, problem)
    .orderBy(desc(count()), asc(place))
    .limit(limit);
}

/** When the first of those that wait is due; null: none waits. */
export async function findNextAttempt(
  workspaceId: WorkspaceId,
  deletionId: string,
  on: Reader,
): Promise<Date | null> {
  const [row] = await on
    .select({ next: min(objects.nextAttemptAt) })
    .from(objects)
    .where(
      and(
        eq(objects.workspaceId, workspaceId),
        eq(objects.deletionId, deletionId),
        eq(objects.status, "waiting"),
      ),
    );
  return row?.next ?? null;
}

function isOf(workspaceId: WorkspaceId, userId: UserId | null) {
  return and(
    eq(storageDeletions.workspaceId, workspaceId),
    userId === null ? undefined : eq(storageDeletions.userId, userId),
  );
}
