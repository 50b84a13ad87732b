import type { Transaction } from "@/db/client";
import { findSecondFactor } from "@/db/reads/sign-in-means";
import { consumeTotpStep, takeRecoveryCode } from "@/db/writes/sign-in-means";
import type { SecondFactorCode } from "@/lib/core/account/second-factor";
import type { UserId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { hashSecret, openText, type SealContext } from "@/lib/server/crypto";
import { stepOfCode } from "@/lib/server/totp";

export function secretContext(userId: UserId): SealContext {
  return { workspaceId: "", table: "second_factors", row: userId };
}

/** Each code works once. True for the one caller who spends it on a second factor that counts. */
export async function consumeCode(
  tx: Transaction,
  userId: UserId,
  given: SecondFactorCode,
): Promise<boolean> {
  const factor = await findSecondFactor(userId, tx);
  if (!factor?.confirmedAt) return false;
  if (given.kind === "recovery") return takeRecoveryCode(tx, userId, hashSecret(given.code));
  const step = stepOfCode(openText(factor.sealedSecret, secretContext(userId)), given.code, now());
  return step !== undefined && consumeTotpStep(tx, userId, step);
}
