"use client";

import { Clock, KeyRound, Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useFocusKept } from "@/app/settings/_components/use-focus-kept";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IdBadge } from "@/components/ui/id-badge";
import { Link } from "@/components/ui/link";
import { Pagination } from "@/components/ui/pagination";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { expiresSoon, isExpired } from "@/lib/core/credentials/expiry";
import type { ClientSettings } from "@/lib/core/credentials/snippets";
import type { Page } from "@/lib/core/page";
import { NewCredentialDialog } from "./new-credential-dialog";
import { RelabelDialog } from "./relabel-dialog";
import { RevokeDialog } from "./revoke-dialog";

export type CredentialRow = {
  accessKey: string;
  label: string;
  userId: string;
  userName: string;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedWorker: string | null;
  lastUsedAddress: string | null;
};

export type CredentialSectionProps = {
  workspace: { id: string; name: string };
  addresses: Pick<ClientSettings, "webServer" | "apiServer" | "filesServer">;
  userId: string;
  page: Page<CredentialRow>;
  whose: "own" | "everybody";
  seesAll: boolean;
  now: number;
};

export function CredentialSection({
  workspace,
  addresses,
  userId,
  page,
  whose,
  seesAll,
  now,
}: CredentialSectionProps) {
  const [creating, setCreating] = useState(false);
  const createButton = useRef<HTMLButtonElement>(null);
  useFocusKept(page.total, createButton);
  const create = (
    <Button
      ref={createButton}
      variant="primary"
      icon={<Plus aria-hidden />}
      onClick={() => setCreating(true)}
    >
      Create credentials
    </Button>
  );
  const hrefOf = (number: number) => `/settings/workspace?credentials=${whose}&page=${number}#credentials`;

  return (
    <Section
      id="credentials"
      level={3}
      title="API credentials"
      description="For the SDK, agents and scripts. A secret key is shown once, when it is made."
      actions={page.total > 0 || whose === "everybody" ? create : null}
    >
      {seesAll ? (
        <SegmentedLinks
          label="Whose API credentials"
          className="mb-3"
          options={[
            { href: "/settings/workspace?credentials=own", label: "Yours", current: whose === "own" },
            {
              href: "/settings/workspace?credentials=everybody",
              label: "Everybody’s",
              current: whose === "everybody",
            },
          ]}
        />
      ) : null}
      {page.total === 0 ? (
        <EmptyState
          level={3}
          icon={<KeyRound />}
          title="No API credentials yet"
          action={create}
          link={<Link href="/settings/help">How a client signs in</Link>}
        >
          A client signs in with an access key and a secret key, and receives your configuration vault.
        </EmptyState>
      ) : (
        <Table
          label="API credentials"
          columns={columns({ workspaceId: workspace.id, userId, showOwner: whose === "everybody", now })}
          rows={page.rows}
          rowKey={(row) => row.accessKey}
          footer={
            page.count > 1 ? (
              <Pagination
                from={page.from}
                to={page.to}
                total={page.total}
                previousHref={page.number > 1 ? hrefOf(page.number - 1) : undefined}
                nextHref={page.number < page.count ? hrefOf(page.number + 1) : undefined}
                label="Pages of API credentials"
              />
            ) : undefined
          }
        />
      )}
      <NewCredentialDialog
        workspace={workspace}
        addresses={addresses}
        open={creating}
        onOpenChange={setCreating}
      />
    </Section>
  );
}

function columns(facts: {
  workspaceId: string;
  userId: string;
  showOwner: boolean;
  now: number;
}): Column<CredentialRow>[] {
  const { now } = facts;
  return [
    {
      key: "label",
      label: "Label",
      kind: "name",
      cell: (row) => (
        <NameCell
          name={row.label || <span className="font-normal text-muted">No label</span>}
          detail={facts.showOwner ? (row.userId === facts.userId ? "You" : row.userName) : undefined}
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
          <RelabelDialog workspaceId={facts.workspaceId} credential={row} />
          <RevokeDialog workspaceId={facts.workspaceId} credential={row} />
        </>
      ),
    },
  ];
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

function LastUse({ row, now }: { row: CredentialRow; now: number }) {
  if (!row.lastUsedAt) return <span className="text-muted">Never</span>;
  const from = row.lastUsedWorker ?? row.lastUsedAddress;
  return (
    <span title={row.lastUsedAddress ?? undefined}>
      <RelativeTime at={row.lastUsedAt} now={now} />
      {from ? <span className="text-muted"> from {from}</span> : null}
    </span>
  );
}
