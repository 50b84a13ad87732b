import { inTransaction, type Transaction } from "@/db/client";
import { findProfile } from "@/db/reads/accounts";
import type { LinkedAccount } from "@/db/reads/invitations";
import { refusePersonalPassword } from "@/lib/core/account/password";
import { done, type Outcome } from "@/lib/core/outcome";
import type { ProvingPerson } from "@/lib/core/workspace/invitation";
import { hashPassword } from "@/lib/server/passwords";
import { takeOverAccount } from "../account/take-over";
import { subjectOfEntry } from "../audit/audit";
import {
  findKnownWorkspaces,
  type KnownWorkspaces,
  lockKnownWorkspaces,
  retryWhenJoined,
} from "../workspace/every-workspace";
import { acceptIfSeat, invitationClosed, joinedByLink, joinWorkspace } from "./joining";
import { type OpenInvitation, openLink } from "./linked-invitations";

/** A mailed link shows whose the address is: the account that never proved it is taken over first. */
export async function acceptByProving(
  person: ProvingPerson,
  ip: string | null,
): Promise<Outcome<{ email: string }>> {
  const opened = await openLink(person.token, undefined);
  if (opened?.invitation.acceptance !== "prove" || !opened.account) return invitationClosed;
  const { invitation, account } = opened;
  const personal = refusePersonalPassword(person.password, account, "password");
  if (personal) return personal;
  const passwordHash = await hashPassword(person.password);
  return retryWhenJoined(async () => {
    const known = await findKnownWorkspaces(account.id);
    return inTransaction((tx) => takeOverAndJoin(tx, { invitation, account, passwordHash, known, ip }));
  });
}

async function takeOverAndJoin(
  tx: Transaction,
  {
    invitation,
    account,
    passwordHash,
    known,
    ip,
  }: {
    invitation: OpenInvitation;
    account: LinkedAccount;
    passwordHash: string;
    known: KnownWorkspaces;
    ip: string | null;
  },
): Promise<Outcome<{ email: string }>> {
  const { workspaceId, email } = invitation;
  await lockKnownWorkspaces(tx, account.id, known, [workspaceId]);
  // Checked again, because only one of two parallel requests may take over the account.
  const profile = await findProfile(account.id, tx);
  if (!profile || profile.emailProvenAt) return invitationClosed;
  const refusal = invitation.isUsed ? undefined : await acceptIfSeat(tx, invitation);
  if (refusal) return refusal;
  await takeOverAccount(tx, { account, passwordHash, ip, known });
  if (!invitation.isUsed) {
    const joining = { userId: account.id, by: joinedByLink(invitation), emailProven: true };
    await joinWorkspace(tx, invitation, subjectOfEntry(workspaceId, account, ip), joining);
  }
  return done({ email });
}
