import { inTransaction } from "@/db/client";
import { findPendingInvitation } from "@/db/reads/invitations";
import { refusePersonalPassword } from "@/lib/core/account/password";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { AcceptingPerson } from "@/lib/core/workspace/invitation";
import { hashPassword } from "@/lib/server/passwords";
import { insertPerson, lockEmail } from "../account/accounts";
import { subjectOfEntry } from "../audit/audit";
import { actingIn } from "../rights/revalidate-actor";
import {
  acceptIfSeat,
  acceptSignedIn,
  invitationClosed,
  joinedByLink,
  joinWorkspace,
  refuseFullWorkspace,
} from "./joining";
import { findInvitationByLink } from "./linked-invitations";

const accountMade = refused(
  "conflict",
  "An account with this e-mail address was created in the meantime. Open the invitation link again to continue.",
);

/**
 * Makes the account at this moment and not before. Its address is proven when the link came by mail. Where
 * there is one already, a copied link changes nothing and answers the same: only signing in tells, by the
 * account's own password.
 */
export async function acceptAsNewPerson(
  person: AcceptingPerson,
  ip: string | null,
): Promise<Outcome<{ email: string }>> {
  const invitation = await findInvitationByLink(person.token, undefined);
  if (!invitation) return invitationClosed;
  const tellsNothing = invitation.acceptance === "join_or_sign_in";
  if (invitation.acceptance !== "new_account" && !tellsNothing) return accountMade;
  const { email } = invitation;
  const personal = refusePersonalPassword(person.password, { name: person.name, email }, "password");
  if (personal) return personal;
  const passwordHash = await hashPassword(person.password);
  return inTransaction(async (tx) => {
    // Checked again in the transaction, because another link may have created the account.
    if (await lockEmail(tx, email)) {
      const full = tellsNothing ? await refuseFullWorkspace(tx, invitation.workspaceId) : undefined;
      if (full) return full;
      if (!(await findPendingInvitation(invitation.workspaceId, invitation.invitationId, tx)))
        return invitationClosed;
      return tellsNothing ? done({ email }) : accountMade;
    }
    const refusal = await acceptIfSeat(tx, invitation);
    if (refusal) return refusal;
    const emailProven = invitation.means === "mailed";
    const userId = await insertPerson(tx, {
      name: person.name,
      email,
      passwordHash,
      emailProven,
      origin: { by: emailProven ? "mailed_invitation" : "copied_invitation" },
      ip,
    });
    const account = { id: userId, name: person.name };
    const subject = subjectOfEntry(invitation.workspaceId, account, ip);
    await joinWorkspace(tx, invitation, subject, { userId, by: joinedByLink(invitation), emailProven });
    return done({ email });
  });
}

/** By the one it is for, signed in. */
export async function acceptByLink(
  actor: ActorWith<"workspace.switch">,
  token: string,
): Promise<Outcome<{ workspaceName: string }>> {
  const invitation = await findInvitationByLink(token, actor);
  if (invitation?.acceptance !== "accept") return invitationClosed;
  return actingIn(
    actor,
    "workspace.switch",
    (tx, revalidated) => acceptSignedIn(tx, revalidated, invitation, joinedByLink(invitation)),
    { workspaces: [invitation.workspaceId] },
  );
}
