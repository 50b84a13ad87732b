"use client";

import dynamic from "next/dynamic";
import { whatCanHref } from "@/app/_components/access/question-href";
import { sortOf } from "@/app/_components/list/list-href";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/button";
import { Bot, Crown, UserMinus } from "@/components/ui/icons";
import { IdBadge } from "@/components/ui/id-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { shownEmail } from "@/lib/core/account/shown-email";
import type { GroupMemberQuery } from "@/lib/core/workspace/group-list";
import { lossesOfTakingOut, whyMemberStays, whyMembersStay } from "@/lib/core/workspace/group-words";
import type { GroupMemberRow, GroupView } from "@/lib/operations/workspace/groups";

const dialogs = { remove: () => import("./remove-group-member-dialog") };
const RemoveGroupMemberDialog = dynamic(() => dialogs.remove().then((file) => file.RemoveGroupMemberDialog));

export type GroupMemberTableProps = {
  workspaceId: string;
  group: GroupView;
  rows: GroupMemberRow[];
  own: { userId: string };
  path: string;
  query: GroupMemberQuery;
  now: number;
};

export function GroupMemberTable({ workspaceId, group, rows, own, path, query, now }: GroupMemberTableProps) {
  const { asked, buttonProps } = useRowDialogs<keyof typeof dialogs, GroupMemberRow>(dialogs);
  const columns: Column<GroupMemberRow>[] = [
    {
      key: "name",
      label: "Member",
      kind: "name",
      ...sortOf(path, query, "name"),
      cell: (row) => (
        <NameCell
          icon={row.kind === "person" ? <Avatar id={row.id} name={row.name} /> : <Bot aria-hidden />}
          name={row.name}
          detail={row.email && shownEmail(row.email)}
          href={whatCanHref({ subject: row.id })}
          prefetch={false}
        />
      ),
    },
    { key: "kind", label: "Kind", cell: (row) => <Kind row={row} /> },
    {
      key: "id",
      label: "ID",
      cell: (row) => <IdBadge look="plain" value={row.id} label={`ID of ${row.name}`} />,
    },
    {
      key: "added",
      label: whyMembersStay(group.builtIn) ? "Joined" : "Added",
      ...sortOf(path, query, "added"),
      cell: (row) => <RelativeTime at={row.addedAt} now={now} />,
    },
  ];
  const removal: Column<GroupMemberRow> = {
    key: "actions",
    label: "Actions",
    kind: "actions",
    cell: (row) =>
      whyMemberStays(group.builtIn, row.isOwner) ? null : (
        <IconButton
          label={`Remove ${row.name} from “${group.name}”`}
          icon={<UserMinus aria-hidden />}
          {...buttonProps("remove", row)}
        />
      ),
  };
  return (
    <>
      <Table
        label={`Members of ${group.name}`}
        columns={whyMembersStay(group.builtIn) ? columns : [...columns, removal]}
        rows={rows}
        rowKey={(row) => row.id}
      />
      {asked ? (
        <RemoveGroupMemberDialog
          key={asked.key}
          workspaceId={workspaceId}
          group={group}
          member={asked.row}
          losses={lossesOfTakingOut(group.builtIn, asked.row.id === own.userId)}
        />
      ) : null}
    </>
  );
}

function Kind({ row }: { row: GroupMemberRow }) {
  if (row.isOwner) {
    return (
      <Badge tone="accent" icon={<Crown aria-hidden />}>
        Owner
      </Badge>
    );
  }
  return <span className="text-muted">{row.kind === "person" ? "Person" : "Service account"}</span>;
}
