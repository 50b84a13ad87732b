"use client";

import { useRef, useState } from "react";
import { useFocusKept } from "@/app/_components/list/use-focus-kept";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { LogOut } from "@/components/ui/icons";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { OwnSession } from "@/lib/operations/sign-in/sessions";
import { endOtherSessionsAction, endSessionAction } from "../actions";

export function SessionList({
  workspaceId,
  now,
  sessions,
}: {
  workspaceId: string;
  now: number;
  sessions: OwnSession[];
}) {
  const [confirming, setConfirming] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  useFocusKept(sessions.length, list);
  const one = useAction(endSessionAction);
  const others = useAction(endOtherSessionsAction, { onDone: () => setConfirming(false) });
  const otherCount = sessions.filter((session) => !session.isThisOne).length;

  const columns: Column<OwnSession>[] = [
    {
      key: "device",
      label: "Device",
      kind: "name",
      cell: (session) => (
        <NameCell
          name={
            <span className="flex flex-wrap items-center gap-2">
              {session.device}
              {session.isThisOne ? <Badge tone="accent">This session</Badge> : null}
            </span>
          }
        />
      ),
    },
    { key: "ip", label: "IP address", cell: (session) => session.ip ?? "Unknown" },
    {
      key: "seen",
      label: "Last seen",
      cell: (session) => <RelativeTime at={session.lastSeenAt} now={now} />,
    },
    {
      key: "started",
      label: "Signed in",
      cell: (session) => (
        <span>
          <RelativeTime at={session.createdAt} now={now} />
          <span className="text-muted"> {session.providerName}</span>
        </span>
      ),
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (session) =>
        session.isThisOne ? null : (
          <IconButton
            label={`End session: ${session.device}`}
            icon={<LogOut aria-hidden />}
            pending={one.pending}
            onClick={() => one.run(workspaceId, { sessionId: session.id })}
          />
        ),
    },
  ];

  return (
    <div ref={list} tabIndex={-1} className="flex flex-col gap-3">
      <OutcomeNotice refusal={one.refusal} />
      <Table label="Sessions" columns={columns} rows={sessions} rowKey={(session) => session.id} />
      {otherCount > 0 ? (
        <div>
          <ConfirmDialog
            open={confirming}
            onOpenChange={setConfirming}
            trigger={<Button>End all other sessions</Button>}
            title="End all other sessions?"
            description="Those devices have to sign in again. This session stays signed in."
            losses={[
              otherCount === 1
                ? "1 session is signed out immediately"
                : `${otherCount} sessions are signed out immediately`,
            ]}
            confirmLabel="End all other sessions"
            pending={others.pending}
            onConfirm={() => others.run(workspaceId, {})}
          >
            <OutcomeNotice refusal={others.refusal} />
          </ConfirmDialog>
        </div>
      ) : null}
    </div>
  );
}
