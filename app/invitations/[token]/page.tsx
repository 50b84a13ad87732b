import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ButtonLink } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { shownEmail } from "@/lib/core/account/shown-email";
import {
  findClosedInvitation,
  findInvitationByLink,
  type OpenInvitation,
} from "@/lib/operations/invitations/linked-invitations";
import { now } from "@/lib/server/clock";
import { currentActor } from "@/lib/server/current-actor";
import { settings } from "@/lib/server/env";
import { identityProviders } from "@/lib/server/identity-providers";
import { EntryCard } from "../../_components/entry-card";
import { IdentityProviderButtons } from "../../_components/identity-provider-buttons";
import { UrlNotice } from "../../_components/url-notice";
import { AcceptButton } from "./_components/accept-button";
import { ClosedInvitation } from "./_components/closed-invitation";
import { JoinForm } from "./_components/join-form";
import { OtherAccount } from "./_components/other-account";
import { ProveForm } from "./_components/prove-form";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

export default async function InvitationPage({
  params,
  searchParams,
}: {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | undefined>>;
}) {
  const { token } = await params;
  const actor = await currentActor();
  const invitation = await findInvitationByLink(token, actor);
  if (!invitation) {
    const closed = await findClosedInvitation(token, actor);
    if (closed?.isMember && (await searchParams).entered !== undefined) {
      redirect(`/settings/workspace?workspace=${closed.workspaceId}`);
    }
    return <ClosedInvitation invitation={closed} isSignedIn={actor !== undefined} now={now()} />;
  }
  const { isUsed, workspaceName, invitedByName } = invitation;
  const email = shownEmail(invitation.email);
  return (
    <EntryCard
      title={isUsed ? "Somebody else used this invitation" : `Join “${workspaceName}”`}
      description={
        isUsed
          ? `${invitedByName} invited ${email} to “${workspaceName}”.`
          : `${invitedByName} invited ${email}.`
      }
    >
      <UrlNotice publicUrl={settings().publicUrl} />
      <Answer
        invitation={invitation}
        token={token}
        activeId={actor?.workspaceId}
        signedInAs={actor?.email ?? ""}
      />
      {actor || isUsed ? null : (
        <IdentityProviderButtons providers={identityProviders()} next={`/invitations/${token}`} />
      )}
    </EntryCard>
  );
}

function Answer({
  invitation,
  token,
  activeId,
  signedInAs,
}: {
  invitation: OpenInvitation;
  token: string;
  activeId: string | undefined;
  signedInAs: string;
}) {
  switch (invitation.acceptance) {
    case "new_account":
      return <JoinForm token={token} email={invitation.email} />;
    case "join_or_sign_in":
      return (
        <JoinForm token={token} email={invitation.email} back={`/invitations/${token}?entered`}>
          <p className="text-center text-control text-muted">
            Already have an account with this e-mail address?{" "}
            <Link href={`/sign-in?next=${encodeURIComponent(`/invitations/${token}`)}`}>Sign in to join</Link>
          </p>
        </JoinForm>
      );
    case "prove":
      return <ProveForm token={token} email={invitation.email} joins={!invitation.isUsed} />;
    case "accept":
      return (
        <AcceptButton token={token} activeId={activeId ?? ""} workspaceName={invitation.workspaceName} />
      );
    case "other_account":
      return <OtherAccount token={token} email={invitation.email} signedInAs={signedInAs} />;
    case "sign_in":
      return (
        <div className="flex flex-col gap-4">
          <p className="text-control text-muted">
            This e-mail address already has an account. Sign in as {shownEmail(invitation.email)} to join.
          </p>
          <div>
            <ButtonLink
              variant="primary"
              href={`/sign-in?next=${encodeURIComponent(`/invitations/${token}`)}`}
            >
              Sign in
            </ButtonLink>
          </div>
        </div>
      );
  }
}
