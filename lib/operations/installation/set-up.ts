import { createHmac } from "node:crypto";
import { hasAnyUser } from "@/db/reads/accounts";
import { ensureInstallation } from "@/db/writes/installation";
import { now } from "@/lib/server/clock";
import { keyFor, newToken, sameText } from "@/lib/server/crypto";

/**
 * The token of the set-up link while there is no account yet: the same at every start, until it has been
 * used.
 */
export async function findSetUpToken(): Promise<string | undefined> {
  const { setUpNonce } = await ensureInstallation(newToken(), now());
  return (await hasAnyUser()) ? undefined : tokenFrom(setUpNonce);
}

export function isSetUpToken(token: string, setUpNonce: string): boolean {
  return sameText(token, tokenFrom(setUpNonce));
}

export async function isOpenSetUpToken(token: string): Promise<boolean> {
  const expected = await findSetUpToken();
  return expected !== undefined && sameText(token, expected);
}

/**
 * Needs both the database and the secret key, so that access to one of them is not enough to create the first
 * account.
 */
function tokenFrom(setUpNonce: string): string {
  const signing = keyFor("set-up");
  if (!signing) throw new Error("No secret key is configured.");
  return createHmac("sha256", signing.key).update(setUpNonce).digest("base64url");
}
