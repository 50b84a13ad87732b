import { and, asc, count, eq, gt, sql } from "drizzle-orm";
import type { UserId } from "@/lib/core/identifiers";
import { db, type Reader } from "../client";
import { accountHeads, accountLinks, signUpLinks, userPreferences, users } from "../schema/accounts";

export type AccountForSignIn = { id: UserId; name: string; email: string; passwordHash: string | null };

export async function findAccountByEmail(
  email: string,
  on: Reader = db(),
): Promise<AccountForSignIn | undefined> {
  const [row] = await on
    .select({ id: users.id, name: users.name, email: users.email, passwordHash: users.passwordHash })
    .from(users)
    .where(and(eq(users.email, email), eq(users.kind, "person")));
  return row?.email ? { ...row, email: row.email } : undefined;
}

export async function findPasswordHash(userId: UserId, on: Reader = db()): Promise<string | null> {
  const [row] = await on.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId));
  return row?.passwordHash ?? null;
}

/** How often the account has joined a workspace. */
export async function countJoins(userId: UserId, on: Reader = db()): Promise<number> {
  const [row] = await on
    .select({ joins: accountHeads.joins })
    .from(accountHeads)
    .where(eq(accountHeads.userId, userId));
  return row?.joins ?? 0;
}

export type ProfileView = {
  id: UserId;
  name: string;
  email: string;
  emailProvenAt: Date | null;
  passwordChangedAt: Date | null;
  hasPassword: boolean;
  createdAt: Date;
};

export async function findProfile(userId: UserId, on: Reader = db()): Promise<ProfileView | undefined> {
  const [row] = await on.select().from(users).where(eq(users.id, userId));
  return row && profileOf(row);
}

/** A person’s; a service account has none. */
export function profileOf(row: typeof users.$inferSelect): ProfileView | undefined {
  if (!row.email) return undefined;
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    emailProvenAt: row.emailProvenAt,
    passwordChangedAt: row.passwordChangedAt,
    hasPassword: row.passwordHash !== null,
    createdAt: row.createdAt,
  };
}

export async function hasAnyUser(on: Reader = db()): Promise<boolean> {
  const rows = await on.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

export type AccountView = {
  id: UserId;
  name: string;
  email: string | null;
  emailProvenAt: Date | null;
  createdAt: Date;
};

/** A page of the people's accounts by address, for the operator; `after` is the last address of the page before. */
export function listAccounts(after: string, limit: number): Promise<AccountView[]> {
  return db()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      emailProvenAt: users.emailProvenAt,
      createdAt: users.createdAt,
    })
    .from(users)
    .where(and(eq(users.kind, "person"), gt(users.email, after)))
    .orderBy(asc(users.email))
    .limit(limit);
}

export async function countAccounts(): Promise<number> {
  const [row] = await db().select({ total: count() }).from(users).where(eq(users.kind, "person"));
  return row?.total ?? 0;
}

export type LinkPurpose = (typeof accountLinks.$inferSelect)["purpose"];

export type AccountLink = {
  userId: UserId;
  purpose: LinkPurpose;
  mailed: boolean;
  expiresAt: Date;
  email: string;
  name: string;
  emailProvenAt: Date | null;
};

export async function findAccountLink(
  tokenHash: string,
  on: Reader = db(),
): Promise<AccountLink | undefined> {
  const [row] = await on
    .select({
      userId: accountLinks.userId,
      purpose: accountLinks.purpose,
      mailed: accountLinks.mailed,
      expiresAt: accountLinks.expiresAt,
      email: users.email,
      name: users.name,
      emailProvenAt: users.emailProvenAt,
    })
    .from(accountLinks)
    .innerJoin(users, eq(users.id, accountLinks.userId))
    .where(eq(accountLinks.tokenHash, tokenHash));
  return row?.email ? { ...row, email: row.email } : undefined;
}

export async function findSignUpLink(
  tokenHash: string,
  on: Reader = db(),
): Promise<{ email: string; expiresAt: Date } | undefined> {
  const [row] = await on
    .select({ email: signUpLinks.email, expiresAt: signUpLinks.expiresAt })
    .from(signUpLinks)
    .where(eq(signUpLinks.tokenHash, tokenHash));
  return row;
}

export async function findPreferences(userId: UserId, on: Reader = db()): Promise<Record<string, unknown>> {
  const [row] = await on
    .select({ preferences: userPreferences.preferences })
    .from(userPreferences)
    .where(eq(userPreferences.userId, userId));
  return row?.preferences ?? {};
}

export type TipsSeen = { seen: string[]; shownAt: Date | null };

export async function findTipsSeen(userId: UserId, on: Reader = db()): Promise<TipsSeen> {
  const [row] = await on
    .select({ seen: userPreferences.seenTips, shownAt: userPreferences.tipShownAt })
    .from(userPreferences)
    .where(eq(userPreferences.userId, userId));
  return row ?? { seen: [], shownAt: null };
}

/** People whose address is not ASCII alone, in order, after the account `after`. */
export async function listNonAsciiAccounts(
  after: string,
  limit: number,
): Promise<{ id: UserId; email: string }[]> {
  const rows = await db()
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(
      and(
        eq(users.kind, "person"),
        gt(users.id, after as UserId),
        sql`octet_length(${users.email}) <> char_length(${users.email})`,
      ),
    )
    .orderBy(asc(users.id))
    .limit(limit);
  return rows.flatMap(({ id, email }) => (email === null ? [] : [{ id, email }]));
}
