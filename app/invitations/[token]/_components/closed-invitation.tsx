import { EntryCard } from "@/app/_components/entry-card";
import { ButtonLink } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { findClosedInvitation } from "@/lib/operations/invitations/linked-invitations";

type Closed = NonNullable<Awaited<ReturnType<typeof findClosedInvitation>>>;

const titles: Record<Closed["closed"], string> = {
  used: "This invitation has been used",
  declined: "This invitation was declined",
  withdrawn: "This invitation was withdrawn",
  expired: "This invitation has expired",
};

/** The text and the next step for each kind of closed link. */
export function ClosedInvitation({
  invitation,
  isSignedIn,
  now,
}: {
  invitation: Closed | undefined;
  isSignedIn: boolean;
  now: Date;
}) {
  const onward = isSignedIn ? (
    <ButtonLink href="/settings/workspace">Go to your workspace</ButtonLink>
  ) : (
    <ButtonLink href="/sign-in">Sign in</ButtonLink>
  );
  if (!invitation) {
    return (
      <EntryCard
        title="This invitation link is not valid"
        description="The link is incomplete or was replaced by a newer one. Open the latest link that you received, or ask for a new one."
      >
        {onward}
      </EntryCard>
    );
  }
  const { closed, isMember, workspaceId, workspaceName } = invitation;
  return (
    <EntryCard title={titles[closed]} description={<Reason invitation={invitation} now={now} />}>
      {isMember ? (
        <ButtonLink variant="primary" href={`/settings/workspace?workspace=${workspaceId}`}>
          Go to {workspaceName}
        </ButtonLink>
      ) : (
        onward
      )}
    </EntryCard>
  );
}

function Reason({ invitation, now }: { invitation: Closed; now: Date }) {
  const { closed, isMember, workspaceName, invitedByName, expiresAt } = invitation;
  switch (closed) {
    case "used":
      return isMember
        ? `You are already a member of “${workspaceName}”. An invitation link works once.`
        : `An invitation link works once, and somebody has already joined “${workspaceName}” with this one. If it was you, sign in. If not, contact ${invitedByName}.`;
    case "declined":
      return `The invitation to “${workspaceName}” was declined. To join, ask ${invitedByName} for a new one.`;
    case "withdrawn":
      return `An admin of “${workspaceName}” withdrew the invitation. For questions, contact ${invitedByName}.`;
    case "expired":
      return (
        <>
          The invitation to “{workspaceName}” expired <RelativeTime at={expiresAt} now={now} />. Ask{" "}
          {invitedByName} for a new one.
        </>
      );
  }
}
