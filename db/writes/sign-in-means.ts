import { and, eq, isNull, lt } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { accountIdentities, recoveryCodes, secondFactors } from "../schema/sign-in-means";

/** The second factor with its recovery codes, and the accounts at identity providers. */
export async function deleteSignInMeans(tx: Transaction, userId: UserId): Promise<void> {
  await deleteSecondFactor(tx, userId);
  await tx.delete(accountIdentities).where(eq(accountIdentities.userId, userId));
}

/** In place of one that was never confirmed. False where one counts already. */
export async function upsertUnconfirmedFactor(
  tx: Transaction,
  factor: { userId: UserId; sealedSecret: string; createdAt: Date },
): Promise<boolean> {
  const made = await tx
    .insert(secondFactors)
    .values({ ...factor, lastStep: 0, confirmedAt: null })
    .onConflictDoUpdate({
      target: secondFactors.userId,
      set: { sealedSecret: factor.sealedSecret, lastStep: 0, createdAt: factor.createdAt },
      setWhere: isNull(secondFactors.confirmedAt),
    })
    .returning({ userId: secondFactors.userId });
  return made.length === 1;
}

/** True for the one caller who confirms it. */
export async function confirmFactor(
  tx: Transaction,
  userId: UserId,
  step: number,
  confirmedAt: Date,
): Promise<boolean> {
  const confirmed = await tx
    .update(secondFactors)
    .set({ lastStep: step, confirmedAt })
    .where(and(eq(secondFactors.userId, userId), isNull(secondFactors.confirmedAt)))
    .returning({ userId: secondFactors.userId });
  return confirmed.length === 1;
}

/** True for the one caller who spends the code of this time step; earlier steps are spent with it. */
export async function consumeTotpStep(tx: Transaction, userId: UserId, step: number): Promise<boolean> {
  const spent = await tx
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(eq(secondFactors.userId, userId), lt(secondFactors.lastStep, step)))
    .returning({ userId: secondFactors.userId });
  return spent.length === 1;
}

export async function deleteSecondFactor(tx: Transaction, userId: UserId): Promise<boolean> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  const gone = await tx
    .delete(secondFactors)
    .where(eq(secondFactors.userId, userId))
    .returning({ userId: secondFactors.userId });
  return gone.length === 1;
}

export async function replaceRecoveryCodes(
  tx: Transaction,
  userId: UserId,
  codeHashes: string[],
  createdAt: Date,
): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.insert(recoveryCodes).values(codeHashes.map((codeHash) => ({ userId, codeHash, createdAt })));
}

/** True for the one caller who spends it. */
export async function takeRecoveryCode(tx: Transaction, userId: UserId, codeHash: string): Promise<boolean> {
  const taken = await tx
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, codeHash)))
    .returning({ userId: recoveryCodes.userId });
  return taken.length === 1;
}
