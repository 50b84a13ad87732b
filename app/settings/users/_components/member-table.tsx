"use client";

import { CircleX, Clock, Crown, UsersRound } from "lucide-react";
import { Avatar, EmptySeat } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { IdBadge } from "@/components/ui/id-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { MemberSort } from "@/lib/core/workspace/member-list";
import type { MemberRow } from "@/lib/operations/members";
import { InvitationMenu } from "./invitation-menu";
import { MemberMenu } from "./member-menu";

export type MemberTableProps = {
  workspaceId: string;
  rows: MemberRow[];
  /** Whether invitations are mailed. */
  mailed: boolean;
  own: { userId: string; isOwner: boolean };
  sorting: { sort: MemberSort; descending: boolean; hrefs: Record<MemberSort, string> };
  now: number;
};

export function MemberTable({ workspaceId, rows, mailed, own, sorting, now }: MemberTableProps) {
  const sorted = (sort: MemberSort) => ({
    sortHref: sorting.hrefs[sort],
    ...(sorting.sort === sort
      ? { sorted: sorting.descending ? ("descending" as const) : ("ascending" as const) }
      : {}),
  });
  const columns: Column<MemberRow>[] = [
    {
      key: "user",
      label: "User",
      kind: "name",
      width: "w-64",
      ...sorted("name"),
      cell: (row) =>
        row.kind === "member" ? (
          <NameCell icon={<Avatar id={row.id} name={row.name} />} name={row.name} detail={row.email} />
        ) : (
          <NameCell icon={<EmptySeat />} name={row.email} detail={`Invited by ${row.invitedByName}`} />
        ),
    },
    { key: "status", label: "Status", cell: (row) => <Status row={row} now={now} /> },
    { key: "groups", label: "Groups", cell: (row) => <Groups names={row.groups} /> },
    { key: "id", label: "ID", cell: (row) => <IdBadge look="plain" value={row.id} label="ID" /> },
    {
      key: "sign-in",
      label: "Last sign-in",
      ...sorted("sign_in"),
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
      ...sorted("active"),
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
          <MemberMenu workspaceId={workspaceId} member={row} own={own} />
        ),
    },
  ];
  return <Table label="Users" columns={columns} rows={rows} rowKey={(row) => row.id} />;
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
  if (row.mail === "failed") {
    return (
      <Badge tone="danger" icon={<CircleX aria-hidden />}>
        Mail failed
      </Badge>
    );
  }
  const left = Math.ceil(((row.expiresAt?.getTime() ?? 0) - now) / 86_400_000);
  return (
    <Badge tone="warn" icon={<Clock aria-hidden />}>
      {left <= 0 ? "Expired" : `Pending, ${left === 1 ? "1 day" : `${left} days`} left`}
    </Badge>
  );
}

function Groups({ names }: { names: string[] }) {
  if (names.length === 0) return <span className="text-muted">–</span>;
  const shown = names.slice(0, 2);
  return (
    <span className="flex flex-wrap gap-1.5" title={names.join(", ")}>
      {shown.map((name) => (
        <Badge key={name} tone="outline" icon={<UsersRound aria-hidden />}>
          {name}
        </Badge>
      ))}
      {names.length > shown.length ? (
        <span className="text-muted">+{names.length - shown.length}</span>
      ) : null}
    </span>
  );
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
