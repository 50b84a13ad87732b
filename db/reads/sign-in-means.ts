import { count, eq } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { recoveryCodes, secondFactors } from "../schema/sign-in-means";

export type SecondFactor = { sealedSecret: string; lastStep: number; confirmedAt: Date | null };

export async function findSecondFactor(userId: UserId, on: Reader = db()): Promise<SecondFactor | undefined> {
  const [row] = await on
    .select({
      sealedSecret: secondFactors.sealedSecret,
      lastStep: secondFactors.lastStep,
      confirmedAt: secondFactors.confirmedAt,
    })
    .from(secondFactors)
    .where(eq(secondFactors.userId, userId));
  return row;
}

export type OwnSecondFactor = { since: Date; recoveryCodesLeft: number };

/** Nothing where it was begun and not confirmed. */
export async function findConfirmedSecondFactor(userId: UserId): Promise<OwnSecondFactor | undefined> {
  const left = db().$count(recoveryCodes, eq(recoveryCodes.userId, secondFactors.userId));
  const [row] = await db()
    .select({ since: secondFactors.confirmedAt, recoveryCodesLeft: left })
    .from(secondFactors)
    .where(eq(secondFactors.userId, userId));
  return row?.since ? { ...row, since: row.since } : undefined;
}

export async function countRecoveryCodes(userId: UserId, on: Reader = db()): Promise<number> {
  const [row] = await on
    .select({ total: count() })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, userId));
  return row?.total ?? 0;
}
