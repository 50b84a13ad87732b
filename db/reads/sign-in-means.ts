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

export async function countRecoveryCodes(userId: UserId, on: Reader = db()): Promise<number> {
  const [row] = await on
    .select({ total: count() })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, userId));
  return row?.total ?? 0;
}
