"use client";

import { Bell } from "lucide-react";
import { useId } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { useToast } from "@/components/ui/toast";
import { acceptNotifiedAction, declineNotifiedAction } from "../actions";

export type ShownInvitation = {
  workspaceId: string;
  workspaceName: string;
  invitationId: string;
  invitedByName: string;
  createdAt: Date;
};

/** The bell: what waits for an answer. A native popover, so Escape and a click outside close it. */
export function Notifications({
  activeId,
  invitations,
  now,
}: {
  activeId: string;
  /** Nothing while the account's address is not proven: an empty list would say that nobody invites it. */
  invitations: ShownInvitation[] | undefined;
  now: number;
}) {
  const id = useId();
  const count = invitations?.length ?? 0;
  return (
    <div className="notifications">
      <button
        type="button"
        popoverTarget={id}
        className="button button-ghost button-icon relative"
        aria-label={count === 0 ? "Notifications: none" : `Notifications: ${count}`}
      >
        <Bell aria-hidden />
        {count > 0 ? (
          <span
            aria-hidden
            className="absolute top-0 right-0 grid h-4 min-w-4 place-items-center rounded-full bg-danger px-1 text-small leading-none font-semibold text-on-danger"
          >
            {count}
          </span>
        ) : null}
      </button>
      <div
        id={id}
        popover="auto"
        className="fixed inset-auto top-12 right-3.5 m-0 w-90 max-w-[calc(100vw-1.75rem)] rounded-card border border-border bg-surface p-0 text-text shadow-float"
      >
        <h2 className="border-b border-border px-4 py-2.5 text-section">Notifications</h2>
        {invitations === undefined ? (
          <p className="px-4 py-6 text-center text-control text-muted">
            Invitations to other workspaces appear here once your e-mail address is proven.{" "}
            <Link href="/settings/profile">See your profile</Link>
          </p>
        ) : count === 0 ? (
          <p className="px-4 py-6 text-center text-control text-muted">
            Nothing waits for you. Invitations to other workspaces appear here.
          </p>
        ) : (
          <ul className="divide-y divide-border">
            {invitations.map((invitation) => (
              <Invitation
                key={invitation.invitationId}
                activeId={activeId}
                invitation={invitation}
                now={now}
              />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function Invitation({
  activeId,
  invitation,
  now,
}: {
  activeId: string;
  invitation: ShownInvitation;
  now: number;
}) {
  const { workspaceId, workspaceName, invitationId, invitedByName, createdAt } = invitation;
  const toast = useToast();
  const choice = { workspaceId, invitationId };
  const accepting = useAction(acceptNotifiedAction, {
    onDone: () => toast({ title: `“${workspaceName}” is your active workspace now.` }),
  });
  const declining = useAction(declineNotifiedAction);
  return (
    <li className="flex flex-col gap-2 px-4 py-3 text-control">
      <p>
        {invitedByName} invites you to <strong className="font-semibold">{workspaceName}</strong>,{" "}
        <RelativeTime at={createdAt} now={now} />.
      </p>
      <OutcomeNotice refusal={accepting.refusal ?? declining.refusal} />
      <div className="flex gap-2">
        <Button size="small" pending={accepting.pending} onClick={() => accepting.run(activeId, choice)}>
          Accept
        </Button>
        <Button
          size="small"
          variant="ghost"
          pending={declining.pending}
          onClick={() => declining.run(activeId, choice)}
        >
          Decline
        </Button>
      </div>
    </li>
  );
}
