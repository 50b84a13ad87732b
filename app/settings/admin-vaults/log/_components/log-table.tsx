import { Avatar } from "@/components/ui/avatar";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { actionOf, adminVaultActionNames, changesOfVault } from "@/lib/core/vault/admin-vault-words";
import type { AdminVaultLogRow } from "@/lib/operations/vaults/admin-vault-log";

export function LogTable({ rows, path, now }: { rows: AdminVaultLogRow[]; path: string; now: number }) {
  const columns: Column<AdminVaultLogRow>[] = [
    {
      key: "vault",
      label: "Vault",
      kind: "name",
      cell: (row) => <NameCell name={row.vaultName} href={`${path}?vault=${row.vaultId}`} />,
    },
    {
      key: "action",
      label: "Action",
      cell: (row) => {
        const action = actionOf(row.event);
        return action ? adminVaultActionNames[action] : row.event;
      },
    },
    {
      key: "change",
      label: "Change",
      cell: (row) => <span className="text-muted">{changesOfVault(row) || "–"}</span>,
    },
    {
      key: "time",
      label: "Time",
      width: "w-36",
      cell: (row) => <RelativeTime at={row.at} now={now} />,
    },
    {
      key: "user",
      label: "User",
      cell: (row) =>
        row.actorUserId ? (
          <span className="inline-flex items-center gap-2">
            <Avatar id={row.actorUserId} name={row.actorName} size="small" />
            {row.actorName}
          </span>
        ) : (
          row.actorName
        ),
    },
  ];
  return (
    <Table
      label="Activity log of administrator vaults"
      columns={columns}
      rows={rows}
      rowKey={(row) => String(row.number)}
    />
  );
}
