import { inTransaction } from "@/db/client";
import { findAccountByEmail, listNonAsciiAccounts } from "@/db/reads/accounts";
import { updateUserEmail } from "@/db/writes/accounts";
import { updateMember } from "@/db/writes/memberships";
import { readEmail } from "@/lib/core/account/email";
import { findKnownWorkspaces, lockKnownWorkspaces, retryWhenJoined } from "../workspace/every-workspace";
import { lockEmail } from "./accounts";
import { recordServerEvent } from "./events";

const atOnce = 500;

export type StoredEmails = { rewritten: number; left: string[] };

/**
 * Normalizes addresses that are stored in an older form. Skips an address whose normalized form is not
 * allowed or taken; its user can still sign in with it.
 */
export async function rewriteStoredEmails(): Promise<StoredEmails> {
  const found: StoredEmails = { rewritten: 0, left: [] };
  for (let after = ""; ; ) {
    const accounts = await listNonAsciiAccounts(after, atOnce);
    for (const account of accounts) {
      const read = readEmail(account.email);
      if ("email" in read && read.email === account.email) continue;
      if ("email" in read && (await rewrite(account, read.email))) found.rewritten += 1;
      else found.left.push(account.email);
    }
    const last = accounts.at(-1);
    if (accounts.length < atOnce || !last) return found;
    after = last.id;
  }
}

type Account = Awaited<ReturnType<typeof listNonAsciiAccounts>>[number];

async function rewrite({ id, email: before }: Account, email: string): Promise<boolean> {
  if (await findAccountByEmail(email)) return false;
  return retryWhenJoined(async () => {
    const known = await findKnownWorkspaces(id);
    return inTransaction(async (tx) => {
      if (await lockEmail(tx, email)) return false;
      const memberOf = await lockKnownWorkspaces(tx, id, known);
      await updateUserEmail(tx, id, email);
      for (const workspace of memberOf) await updateMember(tx, workspace.id, id, { email });
      const event = { event: "account.email_rewritten", before: { email: before } } as const;
      await recordServerEvent(tx, { id, email }, event);
      return true;
    });
  });
}
