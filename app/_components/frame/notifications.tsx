"use client";

import { useId, useRef } from "react";
import {
  acceptNotifiedAction,
  declineNotifiedAction,
  markNotificationsReadAction,
} from "@/app/settings/actions";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button, IconButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Bell } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { useToast } from "@/components/ui/toast";
import type { NotificationView } from "@/lib/operations/account/notifications";
import type { OwnInvitation } from "@/lib/operations/invitations/notified-invitations";
import { SecurityNotice } from "./security-notice";
import { UsageNotice } from "./usage-notice";

/** The bell: what waits for an answer, and what happened to one's account. A native popover, so Escape and a click outside close it. */
export function Notifications({
  activeId,
  invitations,
  notices,
  now,
}: {
  activeId: string;
  /** Nothing while the account's address is not proven: an empty list would say that nobody invites it. */
  invitations: OwnInvitation[] | undefined;
  notices: NotificationView[];
  now: number;
}) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const close = () => panel.current?.hidePopover();
  const unread = notices.filter(({ readAt }) => readAt === null).length;
  const count = (invitations?.length ?? 0) + unread;
  return (
    <div className="notifications">
      <IconButton
        label={count === 0 ? "Notifications: none" : `Notifications: ${count}`}
        size="medium"
        icon={
          <>
            <Bell aria-hidden />
            {count > 0 ? <Count>{count}</Count> : null}
          </>
        }
        popoverTarget={id}
      />
      <Card
        ref={panel}
        id={id}
        popover="auto"
        elevation="floating"
        parts="whole"
        className="fixed inset-auto top-top-bar right-3.5 m-0 w-90 max-h-[calc(100dvh-var(--spacing-top-bar)-(--spacing(4)))] max-w-[calc(100vw-(--spacing(7)))] p-0"
      >
        <div className="flex min-h-12 items-center justify-between gap-2 border-b border-border px-4 py-2">
          <h2 className="text-section">Notifications</h2>
          {unread > 0 ? <MarkRead activeId={activeId} /> : null}
        </div>
        {notices.length > 0 ? (
          <ul className="divide-y divide-border border-b border-border last:border-b-0">
            {notices.map(({ kind, ...notice }) =>
              kind === "usage" ? (
                <UsageNotice key={notice.id} notice={notice} now={now} onLeave={close} />
              ) : (
                <SecurityNotice key={notice.id} notice={{ ...notice, kind }} now={now} onLeave={close} />
              ),
            )}
          </ul>
        ) : null}
        {invitations === undefined ? (
          <p className="px-4 py-6 text-center text-control text-muted">
            Invitations to other workspaces appear here once your e-mail address is proven.{" "}
            <Link href="/settings/profile" onClick={close}>
              View your profile
            </Link>
          </p>
        ) : invitations.length === 0 && notices.length > 0 ? null : invitations.length === 0 ? (
          <p className="px-4 py-6 text-center text-control text-muted">
            You have no notifications. Invitations to other workspaces appear here.
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
      </Card>
    </div>
  );
}

function Count({ children }: { children: number }) {
  return (
    <span
      aria-hidden
      className="absolute top-0 right-0 grid h-4 min-w-4 place-items-center rounded-full bg-danger px-1 text-small leading-none font-semibold text-on-danger"
    >
      {children}
    </span>
  );
}

function MarkRead({ activeId }: { activeId: string }) {
  const { run, pending, refusal } = useAction(markNotificationsReadAction);
  return (
    <div className="flex flex-col items-end gap-2">
      <Button size="small" variant="ghost" pending={pending} onClick={() => run(activeId, {})}>
        Mark as read
      </Button>
      <OutcomeNotice refusal={refusal} />
    </div>
  );
}

function Invitation({
  activeId,
  invitation,
  now,
}: {
  activeId: string;
  invitation: OwnInvitation;
  now: number;
}) {
  const { workspaceId, workspaceName, invitationId, invitedByName, createdAt } = invitation;
  const toast = useToast();
  const choice = { workspaceId, invitationId };
  const accepting = useAction(acceptNotifiedAction, {
    onDone: () => toast({ title: `“${workspaceName}” is now your active workspace.` }),
  });
  const declining = useAction(declineNotifiedAction);
  return (
    <li className="flex flex-col gap-2 px-4 py-3 text-control">
      <p>
        {invitedByName} invited you to <strong className="font-semibold">{workspaceName}</strong>,{" "}
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
