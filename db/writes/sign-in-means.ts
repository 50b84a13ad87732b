import { eq } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import { accountIdentities, recoveryCodes, secondFactors } from "../schema/sign-in-means";

/** The second factor with its recovery codes, and the accounts at identity providers. */
export async function deleteSignInMeans(tx: Transaction, userId: UserId): Promise<void> {
  await tx.delete(secondFactors).where(eq(secondFactors.userId, userId));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.delete(accountIdentities).where(eq(accountIdentities.userId, userId));
}
