import { and, asc, eq } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { users } from "../schema/accounts";
import { accountIdentities } from "../schema/sign-in-means";

export type IdentityHolder = { userId: UserId; name: string; email: string };

/** Who somebody is at a provider. */
export type IdentityKey = { provider: string; issuer: string; subject: string };

/** Whose account it opens. */
export async function findIdentityHolder(
  { provider, issuer, subject }: IdentityKey,
  on: Reader = db(),
): Promise<IdentityHolder | undefined> {
  const [row] = await on
    .select({ userId: users.id, name: users.name, email: users.email })
    .from(accountIdentities)
    .innerJoin(users, eq(users.id, accountIdentities.userId))
    .where(
      and(
        eq(accountIdentities.provider, provider),
        eq(accountIdentities.issuer, issuer),
        eq(accountIdentities.subject, subject),
      ),
    );
  return row?.email ? { ...row, email: row.email } : undefined;
}

export type IdentityRow = IdentityKey & { email: string | null; createdAt: Date };

export function listIdentities(userId: UserId, on: Reader = db()): Promise<IdentityRow[]> {
  return on
    .select({
      provider: accountIdentities.provider,
      issuer: accountIdentities.issuer,
      subject: accountIdentities.subject,
      email: accountIdentities.email,
      createdAt: accountIdentities.createdAt,
    })
    .from(accountIdentities)
    .where(eq(accountIdentities.userId, userId))
    .orderBy(asc(accountIdentities.createdAt), asc(accountIdentities.provider));
}
