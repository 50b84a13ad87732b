import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { ShieldCheck } from "@/components/ui/icons";
import { IdBadge } from "@/components/ui/id-badge";
import { Section } from "@/components/ui/section";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { contentSummary } from "@/lib/core/vault/admin-vault-words";
import { vaultTypeNames } from "@/lib/core/vault/vault-types";
import type { AppliedVault } from "@/lib/operations/vaults/vault-preview";
import { formatNames } from "../vault-text/format-names";

type PlacedVault = AppliedVault & { place: number };

const columns: Column<PlacedVault>[] = [
  {
    key: "order",
    label: "Order",
    width: "w-20",
    cell: ({ place }) => <span className="tabular-nums">{place}</span>,
  },
  {
    key: "name",
    label: "Name",
    kind: "name",
    cell: ({ id, name }) => (
      <NameCell name={name} detail={<IdBadge look="plain" value={id} label={`ID of ${name}`} />} />
    ),
  },
  { key: "target", label: "Target", cell: ({ type }) => vaultTypeNames[type] },
  {
    key: "content",
    label: "Content",
    cell: (vault) => (
      <>
        <div className="whitespace-nowrap">{contentSummary(vault)}</div>
        <div className="text-small text-muted">{formatNames[vault.format]}</div>
      </>
    ),
  },
  {
    key: "active",
    label: "Active",
    cell: ({ isUnreadable }) =>
      isUnreadable ? <Badge tone="danger">Can’t be read</Badge> : <Badge tone="ok">On</Badge>,
  },
];

/** What a member's clients merge below the member's own vault. */
export function AppliedVaults({
  vaults,
  whose,
  level = 3,
  readerOf,
}: {
  vaults: readonly AppliedVault[];
  /** As in ‘your clients’. */
  whose: string;
  level?: 2 | 3;
  /** Draws the button that shows what is in a vault. */
  readerOf?: (vault: AppliedVault) => ReactNode;
}) {
  const shown: readonly Column<PlacedVault>[] = readerOf
    ? [...columns, { key: "actions", label: "Actions", kind: "actions", cell: readerOf }]
    : columns;
  return (
    <Section
      id="applied-vaults"
      level={level}
      title="Additional vaults applied by admin"
      description={`${whose} merge these vaults in this order, and the configuration vault above last.`}
    >
      {vaults.length === 0 ? (
        <EmptyState level={level} icon={<ShieldCheck />} title="No administrator vaults apply">
          Vaults that an admin gives to a user group appear here for each member of the group.
        </EmptyState>
      ) : (
        <Table
          label="Additional vaults applied by admin"
          columns={shown}
          rows={vaults.map((vault, index) => ({ ...vault, place: index + 1 }))}
          rowKey={({ id }) => id}
        />
      )}
    </Section>
  );
}
