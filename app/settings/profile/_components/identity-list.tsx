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
import type { OwnIdentity } from "@/lib/operations/sign-in/identities";
import type { IdentityProvider } from "@/lib/server/identity-providers";
import { connectIdentityAction, disconnectIdentityAction } from "../actions";

type Row = OwnIdentity | IdentityProvider;

export function IdentityList({
  workspaceId,
  connected,
  others,
  now,
}: {
  workspaceId: string;
  connected: OwnIdentity[];
  /** That could be connected too. */
  others: IdentityProvider[];
  now: number;
}) {
  const list = useRef<HTMLDivElement>(null);
  const columns: Column<Row>[] = [
    {
      key: "provider",
      label: "Provider",
      kind: "name",
      cell: (row) => (
        <NameCell
          name={
            <span className="flex flex-wrap items-center gap-2">
              {isConnected(row) ? row.providerName : row.name}
              {isConnected(row) && !row.isConfigured ? <Badge tone="warn">No longer configured</Badge> : null}
            </span>
          }
        />
      ),
    },
    {
      key: "email",
      label: "E-mail",
      cell: (row) => (isConnected(row) ? (row.email ?? "Unknown") : <span className="text-muted">–</span>),
    },
    {
      key: "since",
      label: "Connected",
      cell: (row) =>
        isConnected(row) ? (
          <RelativeTime at={row.createdAt} now={now} />
        ) : (
          <span className="text-muted">Not connected</span>
        ),
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (row) =>
        isConnected(row) ? (
          <DisconnectButton workspaceId={workspaceId} identity={row} onDone={() => list.current?.focus()} />
        ) : (
          <ConnectButton workspaceId={workspaceId} provider={row} />
        ),
    },
  ];
  return (
    <div ref={list} tabIndex={-1}>
      <Table
        label="Identity providers"
        columns={columns}
        rows={[...connected, ...others]}
        rowKey={(row) => (isConnected(row) ? `${row.provider} ${row.subject}` : row.id)}
      />
    </div>
  );
}

function isConnected(row: Row): row is OwnIdentity {
  return "subject" in row;
}

function ConnectButton({ workspaceId, provider }: { workspaceId: string; provider: IdentityProvider }) {
  const { leave, leavingFor, refusal } = useProviderSignIn("/settings/profile");
  const connect = useAction(connectIdentityAction, { onDone: () => void leave(provider.id) });
  return (
    <span className="flex flex-col items-end gap-2">
      <Button
        size="small"
        pending={connect.pending || leavingFor !== null}
        onClick={() => connect.run(workspaceId, { provider: provider.id })}
        aria-label={`Connect ${provider.name}`}
      >
        Connect
      </Button>
      <OutcomeNotice refusal={connect.refusal ?? refusal} />
    </span>
  );
}

function DisconnectButton({
  workspaceId,
  identity,
  onDone,
}: {
  workspaceId: string;
  identity: OwnIdentity;
  onDone: () => void;
}) {
  const { provider, providerName, subject, email } = identity;
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
        <Button size="small" aria-label={`Disconnect ${providerName}`}>
          Disconnect
        </Button>
      }
      title={`Disconnect ${providerName}?`}
      losses={[`${email ?? "That account"} can no longer sign you in`]}
      confirmLabel={`Disconnect ${providerName}`}
      pending={disconnect.pending}
      onConfirm={() => disconnect.run(workspaceId, { provider, subject })}
    >
      <OutcomeNotice refusal={disconnect.refusal} />
    </ConfirmDialog>
  );
}
