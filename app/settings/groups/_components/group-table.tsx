"use client";

import dynamic from "next/dynamic";
import { sortOf } from "@/app/_components/list/list-href";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { AvatarStack } from "@/components/ui/avatar-stack";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/button";
import { Pencil, ShieldCheck, Trash2, UsersRound } from "@/components/ui/icons";
import { IdBadge } from "@/components/ui/id-badge";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { GroupQuery } from "@/lib/core/workspace/group-list";
import type { GroupRow } from "@/lib/operations/workspace/groups";

const dialogs = {
  edit: () => import("./edit-group-dialog"),
  delete: () => import("./delete-group-dialog"),
};
const EditGroupDialog = dynamic(() => dialogs.edit().then((file) => file.EditGroupDialog));
const DeleteGroupDialog = dynamic(() => dialogs.delete().then((file) => file.DeleteGroupDialog));

export type GroupTableProps = {
  workspaceId: string;
  rows: GroupRow[];
  path: string;
  query: GroupQuery;
};

export function GroupTable({ workspaceId, rows, path, query }: GroupTableProps) {
  const { asked, buttonProps } = useRowDialogs<keyof typeof dialogs, GroupRow>(dialogs);
  const columns: Column<GroupRow>[] = [
    {
      key: "name",
      label: "Group",
      kind: "name",
      ...sortOf(path, query, "name"),
      cell: (row) => (
        <NameCell
          icon={row.builtIn ? <ShieldCheck aria-hidden /> : <UsersRound aria-hidden />}
          name={row.name}
          detail={row.description}
          href={`${path}/${row.id}`}
        />
      ),
    },
    {
      key: "members",
      label: "Members",
      width: "w-48",
      ...sortOf(path, query, "members"),
      cell: (row) => <Members row={row} />,
    },
    {
      key: "id",
      label: "ID",
      width: "w-36",
      cell: (row) => <IdBadge look="plain" value={row.id} label={`ID of ${row.name}`} />,
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (row) =>
        row.builtIn ? (
          <Badge tone="outline" className="mt-1 mr-1.5 sm:mt-0">
            Built in
          </Badge>
        ) : (
          <>
            <IconButton
              label={`Edit “${row.name}”`}
              icon={<Pencil aria-hidden />}
              {...buttonProps("edit", row)}
            />
            <IconButton
              label={`Delete “${row.name}”`}
              icon={<Trash2 aria-hidden />}
              {...buttonProps("delete", row)}
            />
          </>
        ),
    },
  ];
  return (
    <>
      <Table label="User groups" columns={columns} rows={rows} rowKey={(row) => row.id} />
      {asked?.of === "edit" ? (
        <EditGroupDialog key={asked.key} workspaceId={workspaceId} group={asked.row} startsOpen />
      ) : null}
      {asked?.of === "delete" ? (
        <DeleteGroupDialog key={asked.key} workspaceId={workspaceId} group={asked.row} startsOpen />
      ) : null}
    </>
  );
}

function Members({ row }: { row: GroupRow }) {
  if (row.members === 0) return <span className="text-muted">No members</span>;
  return (
    <AvatarStack
      people={row.faces}
      total={row.members}
      label={row.members === 1 ? "1 member" : `${row.members.toLocaleString("en")} members`}
    />
  );
}
