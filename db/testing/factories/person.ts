import { randomInt } from "node:crypto";
import { eq } from "drizzle-orm";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { insertPerson } from "@/lib/operations/account/accounts";
import { newToken } from "@/lib/server/crypto";
import { hashPassword } from "@/lib/server/passwords";
import { db, inTransaction } from "../../client";
import { findPersonalWorkspaceId } from "../../reads/workspaces";
import { users } from "../../schema/accounts";
import { makeSession } from "./session";

/** A user with a personal workspace, as sign-up leaves them. */
export type TestUser = { id: UserId; name: string; email: string; personalId: WorkspaceId };
export type Account = TestUser & { password: string };
export type TestPerson = TestUser & { sessionId: string };

type Wanted = { email?: string; password?: string; proven?: boolean };

/** Digits, so that no search for a name finds it. */
export const newEmail = (domain = "example.com") => `${randomInt(2 ** 47)}.${randomInt(2 ** 47)}@${domain}`;

async function makeUser(
  name: string,
  { email = newEmail(), password, proven = true }: Wanted,
): Promise<TestUser> {
  const passwordHash = password === undefined ? null : await hashOnce(password);
  const origin = { by: "demo" } as const;
  const id = await inTransaction((tx) =>
    insertPerson(tx, { name, email, passwordHash, emailProven: proven, origin, ip: null }),
  );
  const personalId = await findPersonalWorkspaceId(id);
  if (!personalId) throw new Error("A new account has no workspace.");
  return { id, name, email, personalId };
}

/** A user who is signed in. They have no password unless the test sets one. */
export async function makePerson(name = "Ada", wanted: Wanted = {}): Promise<TestPerson> {
  const user = await makeUser(name, wanted);
  return { ...user, sessionId: await makeSession(user) };
}

/** A user who can sign in with a password. */
export async function makeAccount(name = "Ada Byron", wanted: Wanted = {}): Promise<Account> {
  const { password = ownPassword } = wanted;
  return { ...(await makeUser(name, { ...wanted, password })), password };
}

const ownPassword = newToken().slice(0, 20);
const hashes = new Map<string, Promise<string>>();

/** Each worker hashes a password once, because hashing is slow on purpose. */
function hashOnce(password: string): Promise<string> {
  const hash = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, hash);
  return hash;
}

export async function setPassword({ id }: { id: UserId }, password: string): Promise<void> {
  await db()
    .update(users)
    .set({ passwordHash: await hashOnce(password) })
    .where(eq(users.id, id));
}

export async function unprove({ id }: { id: UserId }): Promise<void> {
  await db().update(users).set({ emailProvenAt: null }).where(eq(users.id, id));
}
