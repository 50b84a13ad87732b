import { inTransaction } from "@/db/client";
import { findAccountByEmail, listNonAsciiAccounts } from "@/db/reads/accounts";
import { listWorkspacesOfUser } from "@/db/reads/memberships";
import { lockUser, updateUserEmail } from "@/db/writes/accounts";
import { updateMember } from "@/db/writes/memberships";
import { readEmail } from "@/lib/core/account/email";
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
  const memberOf = await listWorkspacesOfUser(id);
  return inTransaction(async (tx) => {
    if (await lockEmail(tx, email)) return false;
    await lockUser(tx, id);
    await updateUserEmail(tx, id, email);
    for (const workspace of memberOf) await updateMember(tx, workspace.id, id, { email });
    await recordServerEvent(
      tx,
      { id, email },
      { event: "account.email_rewritten", before: { email: before } },
    );
    return true;
  });
}
