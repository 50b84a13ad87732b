import { inTransaction } from "@/db/client";
import { confirmFactor, upsertUnconfirmedFactor } from "@/db/writes/sign-in-means";
import { secretContext } from "@/lib/operations/sign-in/second-factor-code";
import { sealText } from "@/lib/server/crypto";
import { newTotpSecret } from "@/lib/server/totp";
import type { Account } from "./accounts";

/** One that does not count yet. Returns the secret of its authenticator app. */
export async function beginSecondFactor({ id: userId }: Account): Promise<string> {
  const secret = newTotpSecret();
  const sealedSecret = sealText(secret, secretContext(userId));
  await inTransaction((tx) => upsertUnconfirmedFactor(tx, { userId, sealedSecret, createdAt: new Date() }));
  return secret;
}

/** One that is asked for, and of which no code was used. Returns the secret of its authenticator app. */
export async function turnOnSecondFactor(account: Account): Promise<string> {
  const secret = await beginSecondFactor(account);
  await inTransaction((tx) => confirmFactor(tx, account.id, 1, new Date()));
  return secret;
}
