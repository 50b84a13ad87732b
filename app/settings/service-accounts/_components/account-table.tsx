"use client";

import { sortOf } from "@/app/_components/list/list-href";
import { IconButton } from "@/components/ui/button";
import { Bot, Ellipsis } from "@/components/ui/icons";
import { IdBadge } from "@/components/ui/id-badge";
import { useRowMenu } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { ServiceAccountQuery } from "@/lib/core/workspace/service-account";
import type { ServiceAccountView } from "@/lib/operations/workspace/service-accounts";
import { GroupBadges } from "../../_components/group-badges";
import { AccountMenu } from "./account-menu";

export type AccountTableProps = {
  workspaceId: string;
  rows: ServiceAccountView[];
  path: string;
  query: ServiceAccountQuery;
  now: number;
};

export function AccountTable({ workspaceId, rows, path, query, now }: AccountTableProps) {
  const { target, close, buttonProps } = useRowMenu<ServiceAccountView>();
  const columns: Column<ServiceAccountView>[] = [
    {
      key: "account",
      label: "Service account",
      kind: "name",
      width: "w-64 lg:w-80",
      ...sortOf(path, query, "name"),
      cell: (row) => (
        <NameCell
          icon={<Bot aria-hidden className="text-faint" />}
          name={row.name}
          detail={row.mayImpersonate ? "May impersonate" : undefined}
          href={`${path}/${row.id}`}
        />
      ),
    },
    { key: "groups", label: "Groups", cell: (row) => <GroupBadges names={row.groups} /> },
    { key: "id", label: "ID", cell: (row) => <IdBadge look="plain" value={row.id} label="ID" /> },
    {
      key: "credentials",
      label: "Credentials",
      kind: "number",
      ...sortOf(path, query, "credentials"),
      cell: (row) => row.credentials,
    },
    {
      key: "active",
      label: "Last active",
      ...sortOf(path, query, "active"),
      cell: (row) =>
        row.lastActiveAt ? (
          <RelativeTime at={row.lastActiveAt} now={now} />
        ) : (
          <span className="text-muted">Never</span>
        ),
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (row) => (
        <IconButton label={`Actions for ${row.name}`} icon={<Ellipsis aria-hidden />} {...buttonProps(row)} />
      ),
    },
  ];
  return (
    <>
      <Table label="Service accounts" columns={columns} rows={rows} rowKey={(row) => row.id} />
      <AccountMenu workspaceId={workspaceId} target={target} onClose={close} />
    </>
  );
}
