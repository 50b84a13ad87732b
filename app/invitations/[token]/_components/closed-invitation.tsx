import { EntryCard } from "@/app/_components/entry-card";
import { ButtonLink } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { findClosedInvitation } from "@/lib/operations/invitations/acceptance";

type Closed = NonNullable<Awaited<ReturnType<typeof findClosedInvitation>>>;

const titles: Record<Closed["closed"], string> = {
  used: "This invitation has been used",
  declined: "This invitation was declined",
  withdrawn: "This invitation was withdrawn",
  expired: "This invitation is too old",
};

/** Each kind of a link that leads on no more has words of its own, and the next thing to do. */
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
        title="This link leads to no invitation"
        description="It isn’t whole, or a newer link has taken its place. Open the latest one that you were sent, or ask for a new one."
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
        ? `You belong to “${workspaceName}” already. A link works once.`
        : `A link works once, and somebody has joined “${workspaceName}” by this one. If it was you, sign in. If not, tell ${invitedByName}.`;
    case "declined":
      return `It was for “${workspaceName}”. If you have changed your mind, ask ${invitedByName} for a new one.`;
    case "withdrawn":
      return `It was for “${workspaceName}”, and an admin there has taken it back. Ask ${invitedByName} if you don’t know why.`;
    case "expired":
      return (
        <>
          It was for “{workspaceName}”, and its 7 days ended <RelativeTime at={expiresAt} now={now} />. Ask{" "}
          {invitedByName} for a new one.
        </>
      );
  }
}
