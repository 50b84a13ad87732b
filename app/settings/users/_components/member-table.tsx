"use client";

import { sortOf } from "@/app/_components/list/list-href";
import { Avatar, EmptySeat } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/button";
import { CircleX, Clock, Crown, Ellipsis } from "@/components/ui/icons";
import { IdBadge } from "@/components/ui/id-badge";
import { useRowMenu } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { shownEmail } from "@/lib/core/account/shown-email";
import type { MemberQuery } from "@/lib/core/workspace/member-list";
import type { MemberRow } from "@/lib/operations/workspace/members";
import { GroupBadges } from "../../_components/group-badges";
import { InvitationMenu } from "./invitation-menu";
import { MemberMenu } from "./member-menu";

export type MemberTableProps = {
  workspaceId: string;
  rows: MemberRow[];
  /** Whether invitations are mailed. */
  mailed: boolean;
  own: { userId: string; isOwner: boolean };
  path: string;
  query: MemberQuery;
  now: number;
};

export function MemberTable({ workspaceId, rows, mailed, own, path, query, now }: MemberTableProps) {
  const { target, close, buttonProps } = useRowMenu<MemberRow>();
  const columns: Column<MemberRow>[] = [
    {
      key: "user",
      label: "User",
      kind: "name",
      width: "w-64 lg:w-80",
      ...sortOf(path, query, "name"),
      cell: (row) =>
        row.kind === "member" ? (
          <NameCell
            icon={<Avatar id={row.id} name={row.name} />}
            name={row.name}
            detail={row.email && shownEmail(row.email)}
          />
        ) : (
          <NameCell
            icon={<EmptySeat />}
            name={row.email && shownEmail(row.email)}
            detail={`Invited by ${row.invitedByName}`}
          />
        ),
    },
    { key: "status", label: "Status", cell: (row) => <Status row={row} now={now} /> },
    { key: "groups", label: "Groups", cell: (row) => <GroupBadges names={row.groups} /> },
    { key: "id", label: "ID", cell: (row) => <IdBadge look="plain" value={row.id} label="ID" /> },
    {
      key: "sign-in",
      label: "Last sign-in",
      ...sortOf(path, query, "sign_in"),
      cell: (row) => (
        <Moment
          at={row.lastSignInAt}
          now={now}
          more={row.lastSignInProvider}
          pending={row.kind === "invitation"}
        />
      ),
    },
    {
      key: "used",
      label: "Credentials used",
      cell: (row) => <Moment at={row.credentialsUsedAt} now={now} pending={row.kind === "invitation"} />,
    },
    {
      key: "active",
      label: "UI activity",
      ...sortOf(path, query, "active"),
      cell: (row) => <Moment at={row.lastActiveAt} now={now} pending={row.kind === "invitation"} />,
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (row) =>
        row.kind === "invitation" ? (
          <InvitationMenu workspaceId={workspaceId} invitation={row} mailed={mailed} />
        ) : (
          <IconButton
            label={`Actions for ${row.name}`}
            icon={<Ellipsis aria-hidden />}
            {...buttonProps(row)}
          />
        ),
    },
  ];
  return (
    <>
      <Table label="Users" columns={columns} rows={rows} rowKey={(row) => row.id} />
      <MemberMenu workspaceId={workspaceId} target={target} onClose={close} own={own} />
    </>
  );
}

function Status({ row, now }: { row: MemberRow; now: number }) {
  if (row.kind === "member") {
    return row.isOwner ? (
      <Badge tone="accent" icon={<Crown aria-hidden />}>
        Owner
      </Badge>
    ) : (
      <Badge tone="ok">Active</Badge>
    );
  }
  return (
    <span className="flex flex-col items-start gap-0.5">
      <Badge tone="warn" icon={<Clock aria-hidden />}>
        Pending since <RelativeTime at={row.joinedAt} now={now} form="day" />
      </Badge>
      <Outlook row={row} now={now} />
    </span>
  );
}

/** What may become of an invitation, and whether somebody has to do something about it. */
function Outlook({ row, now }: { row: MemberRow; now: number }) {
  const left = Math.ceil(((row.expiresAt?.getTime() ?? 0) - now) / 86_400_000);
  const problem = left <= 0 ? "Expired" : row.mail === "failed" ? "E-mail failed" : undefined;
  if (problem) {
    return (
      <span className="flex items-center gap-1 text-small text-danger">
        <CircleX aria-hidden className="size-3" />
        {problem}
      </span>
    );
  }
  if (row.mail === "retrying") {
    return <span className="text-small text-warn">E-mail not sent yet; retrying soon</span>;
  }
  return <span className="text-small text-muted">{left === 1 ? "1 day left" : `${left} days left`}</span>;
}

function Moment({
  at,
  now,
  more,
  pending,
}: {
  at: Date | null;
  now: number;
  more?: string | null;
  pending: boolean;
}) {
  if (!at) return <span className="text-muted">{pending ? "–" : "Never"}</span>;
  return (
    <span>
      <RelativeTime at={at} now={now} />
      {more ? <span className="text-muted"> {more}</span> : null}
    </span>
  );
}
