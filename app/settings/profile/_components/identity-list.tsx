"use client";

import { useRef, useState } from "react";
import { useProviderSignIn } from "@/app/_components/use-provider-sign-in";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { connectIdentityAction, disconnectIdentityAction } from "../actions";

type Connection = { subject: string; email: string | null; since: number };
type ProviderRow = { provider: string; name: string; isConfigured: boolean; connection: Connection | null };

export function IdentityList({
  workspaceId,
  rows,
  now,
}: {
  workspaceId: string;
  rows: ProviderRow[];
  now: number;
}) {
  const list = useRef<HTMLDivElement>(null);
  const columns: Column<ProviderRow>[] = [
    {
      key: "provider",
      label: "Provider",
      kind: "name",
      cell: ({ name, isConfigured }) => (
        <NameCell
          name={
            <span className="flex flex-wrap items-center gap-2">
              {name}
              {isConfigured ? null : <Badge tone="warn">No longer configured</Badge>}
            </span>
          }
        />
      ),
    },
    {
      key: "email",
      label: "E-mail there",
      cell: ({ connection }) =>
        connection ? (connection.email ?? "Not told") : <span className="text-muted">–</span>,
    },
    {
      key: "since",
      label: "Connected",
      cell: ({ connection }) =>
        connection ? (
          <RelativeTime at={connection.since} now={now} />
        ) : (
          <span className="text-muted">Not connected</span>
        ),
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (row) =>
        row.connection ? (
          <DisconnectButton
            workspaceId={workspaceId}
            row={row}
            connection={row.connection}
            onDone={() => list.current?.focus()}
          />
        ) : (
          <ConnectButton workspaceId={workspaceId} row={row} />
        ),
    },
  ];
  return (
    <div ref={list} tabIndex={-1}>
      <Table
        label="Identity providers"
        columns={columns}
        rows={rows}
        rowKey={({ provider, connection }) => `${provider} ${connection?.subject ?? ""}`}
      />
    </div>
  );
}

function ConnectButton({ workspaceId, row }: { workspaceId: string; row: ProviderRow }) {
  const { leave, leavingFor, refusal } = useProviderSignIn("/settings/profile");
  const connect = useAction(connectIdentityAction, { onDone: () => void leave(row.provider) });
  return (
    <span className="flex flex-col items-end gap-2">
      <Button
        size="small"
        pending={connect.pending || leavingFor !== null}
        onClick={() => connect.run(workspaceId, { provider: row.provider })}
        aria-label={`Connect ${row.name}`}
      >
        Connect
      </Button>
      <OutcomeNotice refusal={connect.refusal ?? refusal} />
    </span>
  );
}

function DisconnectButton({
  workspaceId,
  row,
  connection,
  onDone,
}: {
  workspaceId: string;
  row: ProviderRow;
  connection: Connection;
  onDone: () => void;
}) {
  const [open, setOpen] = useState(false);
  const disconnect = useAction(disconnectIdentityAction, {
    onDone: () => {
      setOpen(false);
      onDone();
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        disconnect.clear();
      }}
      trigger={
        <Button size="small" aria-label={`Disconnect ${row.name}`}>
          Disconnect
        </Button>
      }
      title={`Disconnect ${row.name}?`}
      losses={[`${connection.email ?? "That account"} signs you in here no more`]}
      confirmLabel={`Disconnect ${row.name}`}
      pending={disconnect.pending}
      onConfirm={() => disconnect.run(workspaceId, { provider: row.provider, subject: connection.subject })}
    >
      <OutcomeNotice refusal={disconnect.refusal} />
    </ConfirmDialog>
  );
}
