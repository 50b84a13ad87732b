import { and, eq } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import type { Transaction } from "../client";
import type { IdentityKey } from "../reads/identities";
import { accountIdentities } from "../schema/sign-in-means";

export async function insertIdentity(
  tx: Transaction,
  identity: typeof accountIdentities.$inferInsert,
): Promise<void> {
  await tx.insert(accountIdentities).values(identity);
}

/** Only one's own. */
export async function deleteIdentity(
  tx: Transaction,
  userId: UserId,
  { provider, issuer, subject }: IdentityKey,
): Promise<boolean> {
  const gone = await tx
    .delete(accountIdentities)
    .where(
      and(
        eq(accountIdentities.userId, userId),
        eq(accountIdentities.provider, provider),
        eq(accountIdentities.issuer, issuer),
        eq(accountIdentities.subject, subject),
      ),
    )
    .returning({ userId: accountIdentities.userId });
  return gone.length === 1;
}
