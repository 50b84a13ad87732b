import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { findInvitationByLink, type OpenInvitation } from "@/lib/operations/acceptance";
import { currentActor } from "@/lib/server/current-actor";
import { settings } from "@/lib/server/env";
import { AddressNotice } from "../../_components/address-notice";
import { EntryCard } from "../../_components/entry-card";
import { AcceptButton } from "./_components/accept-button";
import { NewPersonForm } from "./_components/new-person-form";
import { OtherAccount } from "./_components/other-account";
import { ProveForm } from "./_components/prove-form";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const actor = await currentActor();
  const invitation = await findInvitationByLink(token, actor);
  if (!invitation) {
    return (
      <EntryCard
        title="This invitation is not open"
        description="It has been used or withdrawn, is too old, or the link isn’t whole. Ask for a new one."
      >
        <ButtonLink href="/settings/workspace">Go to your workspace</ButtonLink>
      </EntryCard>
    );
  }
  return (
    <EntryCard
      title={`Join “${invitation.workspaceName}”`}
      description={`${invitation.invitedByName} invites ${invitation.email}.`}
    >
      <AddressNotice publicUrl={settings().publicUrl} />
      <Answer
        invitation={invitation}
        token={token}
        activeId={actor?.workspaceId}
        signedInAs={actor?.email ?? ""}
      />
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
      return <NewPersonForm token={token} email={invitation.email} />;
    case "prove":
      return <ProveForm token={token} email={invitation.email} />;
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
            This address has an account. Sign in as {invitation.email} to join.
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
