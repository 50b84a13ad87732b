"use client";

import { sortOf } from "@/app/_components/list/list-href";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/button";
import { Ellipsis } from "@/components/ui/icons";
import { IdBadge } from "@/components/ui/id-badge";
import { LiveRegion } from "@/components/ui/live-region";
import { useRowMenu } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { Page } from "@/lib/core/page";
import type { AdminVaultQuery } from "@/lib/core/vault/admin-vault";
import { contentSummary } from "@/lib/core/vault/admin-vault-words";
import { vaultTypeNames } from "@/lib/core/vault/vault-types";
import type { AdminVaultRow } from "@/lib/operations/vaults/admin-vault-list";
import { GroupBadges } from "../../_components/group-badges";
import { formatNames } from "../../_components/vault-text/format-names";
import { OrderHandle } from "./order-handle";
import { useOpenedVault } from "./use-opened-vault";
import { useVaultOrder } from "./use-vault-order";
import { VaultMenu } from "./vault-menu";
import { VaultSwitch } from "./vault-switch";

export type VaultTableProps = {
  workspaceId: string;
  page: Page<AdminVaultRow>;
  path: string;
  query: AdminVaultQuery;
  now: number;
};

export function VaultTable({ workspaceId, page, path, query, now }: VaultTableProps) {
  // Rows that are searched or sorted otherwise don't stand beside those that they come after.
  const isInOrder = query.sort === "order" && !query.descending && query.search === "";
  const order = useVaultOrder(workspaceId, page);
  const opened = useOpenedVault(workspaceId);
  const { target, close, buttonProps } = useRowMenu<AdminVaultRow>();
  const columns: Column<AdminVaultRow>[] = [
    {
      key: "order",
      label: "Order",
      width: "w-20",
      ...sortOf(path, query, "order"),
      cell: (row) =>
        isInOrder ? (
          <OrderHandle vault={row} total={page.total} order={order} />
        ) : (
          <span className="tabular-nums">{row.position}</span>
        ),
    },
    {
      key: "active",
      label: "Active",
      width: "w-16",
      cell: (row) => <VaultSwitch workspaceId={workspaceId} vault={row} />,
    },
    {
      key: "name",
      label: "Name",
      kind: "name",
      ...sortOf(path, query, "vault"),
      cell: (row) => (
        <NameCell
          name={row.name}
          detail={<IdBadge look="plain" value={row.id} label={`ID of ${row.name}`} />}
        />
      ),
    },
    {
      key: "target",
      label: "Target",
      ...sortOf(path, query, "target"),
      cell: (row) => vaultTypeNames[row.type],
    },
    { key: "groups", label: "Groups", cell: (row) => <Groups row={row} /> },
    {
      key: "content",
      label: "Content",
      cell: (row) => (
        <>
          <div className="whitespace-nowrap">{contentSummary(row)}</div>
          <div className="text-small text-muted">{formatNames[row.format]}</div>
        </>
      ),
    },
    {
      key: "updated",
      label: "Updated",
      ...sortOf(path, query, "updated"),
      cell: (row) => (
        <>
          <RelativeTime at={row.updatedAt} now={now} />
          <div className="text-small text-muted">by {row.updatedByName}</div>
        </>
      ),
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (row) => (
        <IconButton
          label={`Actions for ${row.name}`}
          icon={<Ellipsis aria-hidden />}
          pending={opened.isOpening(row)}
          {...buttonProps(row)}
        />
      ),
    },
  ];

  return (
    <>
      <OutcomeNotice className="mb-3" refusal={order.refusal} />
      <LiveRegion role="status" className="sr-only">
        {order.announcement}
      </LiveRegion>
      <Table
        label="Administrator vaults"
        columns={columns}
        rows={page.rows}
        rowKey={(row) => row.id}
        isCurrent={(row) => order.dragged?.id === row.id}
        rowProps={isInOrder ? order.dropProps : undefined}
      />
      <VaultMenu
        workspaceId={workspaceId}
        target={target}
        onClose={close}
        opened={opened}
        now={now}
        total={page.total}
        move={isInOrder ? order.move : undefined}
      />
    </>
  );
}

function Groups({ row }: { row: AdminVaultRow }) {
  if (row.isUnreadable) return <Badge tone="danger">Can’t be read</Badge>;
  if (row.groups.length === 0) return <Badge tone="warn">No groups: applies to nobody</Badge>;
  return <GroupBadges names={row.groups.map(({ name }) => name)} />;
}
