import type { Transaction } from "@/db/client";
import { deleteAccountLinks, updateUser } from "@/db/writes/accounts";
import { deleteAllCredentials } from "@/db/writes/credentials";
import { deleteSessions } from "@/db/writes/sessions";
import { deleteSignInMeans } from "@/db/writes/sign-in-means";
import type { UserId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { recordAudit } from "./audit";
import { personalWorkspaceOf } from "./personal-workspace";

/**
 * The real holder of the address has come. Whoever made the account before loses every way in: password, sessions,
 * links, API credentials, second factor and identities.
 */
export async function takeOverAccount(
  tx: Transaction,
  account: { id: UserId; name: string; email: string },
  passwordHash: string,
  address: string | null,
): Promise<void> {
  const at = now();
  const endedSessions = await deleteSessions(tx, account.id);
  const revokedCredentials = await deleteAllCredentials(tx, account.id);
  await deleteAccountLinks(tx, account.id);
  await deleteSignInMeans(tx, account.id);
  await updateUser(tx, account.id, { passwordHash, passwordChangedAt: at, emailProvenAt: at });
  const workspaceId = await personalWorkspaceOf(tx, account.id);
  await recordAudit(
    tx,
    { workspaceId, userId: account.id, name: account.name, via: "sign_in", accessKey: null, address },
    {
      event: "account.email_proven",
      targetId: account.id,
      targetName: account.email,
      after: { endedSessions, revokedCredentials },
    },
  );
}
