"use client";

import dynamic from "next/dynamic";
import type { ListQuery } from "@/app/_components/list/list-href";
import { ListPages } from "@/app/_components/list/list-pages";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/button";
import { Clock, Pencil, Trash2 } from "@/components/ui/icons";
import { IdBadge } from "@/components/ui/id-badge";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { expiresSoon, isExpired } from "@/lib/core/credentials/expiry";
import type { Page } from "@/lib/core/page";
import type { ListedCredential } from "@/lib/operations/credentials/credentials";
import { nameOf, relabelTitle } from "./credential-name";

const dialogs = {
  relabel: () => import("./relabel-dialog"),
  revoke: () => import("./revoke-dialog"),
};
const RelabelDialog = dynamic(() => dialogs.relabel().then((file) => file.RelabelDialog));
const RevokeDialog = dynamic(() => dialogs.revoke().then((file) => file.RevokeDialog));

type Facts = { userId: string; showOwner: boolean; now: number };
type ButtonsOf = ReturnType<typeof useRowDialogs<keyof typeof dialogs, ListedCredential>>["buttonProps"];

export function CredentialTable({
  workspaceId,
  page,
  path,
  query,
  ...facts
}: Facts & { workspaceId: string; page: Page<ListedCredential>; path: string; query: ListQuery }) {
  const { asked, buttonProps } = useRowDialogs<keyof typeof dialogs, ListedCredential>(dialogs);
  return (
    <>
      <Table
        label="API credentials"
        columns={columns(facts, buttonProps)}
        rows={page.rows}
        rowKey={(row) => row.accessKey}
        footer={
          page.count > 1 ? (
            <ListPages
              label="Pages of API credentials"
              path={path}
              query={query}
              page={page}
              hash="#credentials"
            />
          ) : undefined
        }
      />
      {asked?.of === "relabel" ? (
        <RelabelDialog key={asked.key} workspaceId={workspaceId} credential={asked.row} />
      ) : null}
      {asked?.of === "revoke" ? (
        <RevokeDialog key={asked.key} workspaceId={workspaceId} credential={asked.row} />
      ) : null}
    </>
  );
}

function columns(facts: Facts, buttonProps: ButtonsOf): Column<ListedCredential>[] {
  const { now } = facts;
  return [
    {
      key: "label",
      label: "Label",
      kind: "name",
      cell: (row) => (
        <NameCell
          name={row.label || <span className="font-normal text-muted">No label</span>}
          detail={facts.showOwner ? <Owner row={row} userId={facts.userId} /> : undefined}
        />
      ),
    },
    {
      key: "key",
      label: "Access key",
      cell: (row) => <IdBadge look="plain" value={row.accessKey} label="access key" />,
    },
    { key: "expires", label: "Expires", cell: (row) => <Expiry at={row.expiresAt} now={now} /> },
    { key: "used", label: "Last used", cell: (row) => <LastUse row={row} now={now} /> },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (row) => (
        <>
          <IconButton
            label={relabelTitle(row)}
            icon={<Pencil aria-hidden />}
            {...buttonProps("relabel", row)}
          />
          <IconButton
            label={`Revoke ${nameOf(row)}`}
            icon={<Trash2 aria-hidden />}
            {...buttonProps("revoke", row)}
          />
        </>
      ),
    },
  ];
}

function Owner({ row, userId }: { row: ListedCredential; userId: string }) {
  if (row.userId === userId) return "You";
  if (row.userKind === "person") return row.userName;
  return (
    <>
      <Link href={`/settings/service-accounts/${row.userId}`}>{row.userName}</Link>, service account
    </>
  );
}

function Expiry({ at, now }: { at: Date | null; now: number }) {
  if (!at) return <span className="text-muted">Never</span>;
  const moment = new Date(now);
  if (isExpired(at, moment)) {
    return (
      <Badge tone="danger" icon={<Clock aria-hidden />}>
        Expired <RelativeTime at={at} now={now} form="day" />
      </Badge>
    );
  }
  if (expiresSoon(at, moment)) {
    return (
      <Badge tone="warn" icon={<Clock aria-hidden />}>
        <RelativeTime at={at} now={now} />
      </Badge>
    );
  }
  return <RelativeTime at={at} now={now} form="day" />;
}

function LastUse({ row, now }: { row: ListedCredential; now: number }) {
  if (!row.lastUsedAt) return <span className="text-muted">Never</span>;
  const from = row.lastUsedWorker ?? row.lastUsedIp;
  return (
    <span title={row.lastUsedIp ?? undefined}>
      <RelativeTime at={row.lastUsedAt} now={now} />
      {from ? <span className="text-muted"> from {from}</span> : null}
    </span>
  );
}
