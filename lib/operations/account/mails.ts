import { inTransaction } from "@/db/client";
import { findProfile } from "@/db/reads/accounts";
import type { LinkRequest } from "@/lib/core/account/links";
import { localPath } from "@/lib/core/local-path";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { Wait } from "@/lib/server/clock";
import { isMailConfigured } from "@/lib/server/mail";
import { type AccountMailKind, queueAccountMail } from "../mail/mails";
import { actingOnSelf } from "../rights/revalidate-actor";
import { mailRequestSubjects, waitForRateLimit } from "../sign-in/rate-limits";

const noMail = refused("conflict", "No mail server is configured. Contact the operator of this server.");

/** Anybody may ask for a mail to any address: the answer is the same whether it has an account. */
// Not audited: anybody may ask, and nothing changes before the mailed link is used.
export async function requestAccountMail(
  kind: AccountMailKind,
  { email, next }: LinkRequest,
  ip: string | null,
  wait?: Wait,
): Promise<Outcome> {
  if (!isMailConfigured()) return noMail;
  const turnedAway = await waitForRateLimit(mailRequestSubjects(ip), wait);
  if (turnedAway) return turnedAway;
  await inTransaction((tx) => queueAccountMail(tx, { kind, recipient: email, next: localPath(next) ?? "" }));
  return done();
}

/** To the address of one's own account, to show that it is one's own. */
// Not audited: nothing changes before the mailed link is used.
export async function requestProvingMail(
  actor: ActorWith<"profile.edit">,
): Promise<Outcome<{ email: string }>> {
  if (!isMailConfigured()) return noMail;
  const profile = await findProfile(actor.userId);
  if (!profile || profile.emailProvenAt) return refused("conflict", "Your e-mail address is already proven.");
  return actingOnSelf(actor, "profile.edit", async (tx) => {
    const mail = { kind: "prove_email", recipient: profile.email, next: "" } as const;
    if (await queueAccountMail(tx, mail)) return done({ email: profile.email });
    return refused(
      "limited",
      "Steward has already sent several e-mails to your address. Try again in an hour.",
    );
  });
}
