import { eq } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import { secretContext } from "@/lib/operations/sign-in/second-factor-code";
import { hashSecret, newId, sealText } from "@/lib/server/crypto";
import { newRecoveryCodes, newTotpSecret } from "@/lib/server/totp";
import { db, inTransaction } from "../../client";
import { accountIdentities, recoveryCodes, secondFactors } from "../../schema/sign-in-means";
import { insertIdentity } from "../../writes/identities";
import { confirmFactor, replaceRecoveryCodes, upsertUnconfirmedFactor } from "../../writes/sign-in-means";

type User = { id: UserId };

/** A second factor that does not count yet. Returns the secret of its authenticator app. */
export async function beginSecondFactor({ id: userId }: User): Promise<string> {
  const secret = newTotpSecret();
  const sealedSecret = sealText(secret, secretContext(userId));
  await inTransaction((tx) => upsertUnconfirmedFactor(tx, { userId, sealedSecret, createdAt: new Date() }));
  return secret;
}

/** A second factor of which no code was used. Returns the secret of its authenticator app. */
export async function turnOnSecondFactor(user: User): Promise<string> {
  const secret = await beginSecondFactor(user);
  await inTransaction((tx) => confirmFactor(tx, user.id, 1, new Date()));
  return secret;
}

export async function makeRecoveryCode({ id }: User): Promise<string> {
  const [code = ""] = newRecoveryCodes();
  await inTransaction((tx) => replaceRecoveryCodes(tx, id, [hashSecret(code)], new Date()));
  return code;
}

export async function makeIdentity(
  { id: userId }: User,
  wanted: { provider?: string; issuer?: string; email?: string | null } = {},
): Promise<{ provider: string; subject: string; issuer: string }> {
  const { email = null, provider = "corp", issuer = "https://id.example" } = wanted;
  const identity = { provider, issuer, subject: newId() };
  await inTransaction((tx) => insertIdentity(tx, { ...identity, userId, email, createdAt: new Date() }));
  return identity;
}

/** Every other way to sign in that a user can set up. */
export async function giveSignInMeans(user: User): Promise<void> {
  await turnOnSecondFactor(user);
  await makeRecoveryCode(user);
  await makeIdentity(user);
}

export async function countSignInMeans({ id }: User): Promise<number> {
  const counts = await Promise.all(
    [secondFactors, recoveryCodes, accountIdentities].map((table) =>
      db().$count(table, eq(table.userId, id)),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
