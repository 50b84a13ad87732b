"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Cable, CircleAlert, CircleCheck, Trash2, Vault } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { type Column, Table } from "@/components/ui/table";
import { type AccessTest, tellAccessTest } from "@/lib/core/storage/access-test";
import type { BucketCredentialsView } from "@/lib/operations/storage/bucket-credentials";
import {
  editBucketCredentialsAction,
  removeBucketCredentialsAction,
  testBucketCredentialsAction,
} from "../actions";
import { BucketDialog } from "./bucket-dialog";

export type CloudAccessProps = {
  workspaceId: string;
  rows: BucketCredentialsView[];
  /** The bucket that a link leads to, to have credentials added for it. */
  wanted: { bucket: string; host: string };
  isSecurePage: boolean;
};

type Tested = { row: BucketCredentialsView; test: AccessTest };

const dots = <span aria-hidden>••••••••</span>;
const none = <span className="text-muted">–</span>;

export function CloudAccess({ workspaceId, rows, wanted, isSecurePage }: CloudAccessProps) {
  const [tested, setTested] = useState<Record<string, Tested>>({});
  const given = rows.some(({ vaultName }) => vaultName !== null);
  const insecure = isSecurePage ? rows.filter(({ host }) => host.startsWith("http://")) : [];
  // What was found out about a row that was edited since says nothing of the row as it is.
  const resultOf = (row: BucketCredentialsView) => {
    const result = tested[row.id];
    return result && sameRow(result.row, row) ? result.test : undefined;
  };

  const columns: Column<BucketCredentialsView>[] = [
    {
      key: "bucket",
      label: "Bucket",
      kind: "name",
      cell: (row) => <span className="font-name [overflow-wrap:anywhere]">{row.bucket}</span>,
    },
    { key: "key", label: "Key", cell: ({ shortKey }) => (shortKey ? <code>{shortKey}</code> : none) },
    {
      key: "secret",
      label: "Secret / SAS",
      cell: () => (
        <>
          {dots}
          <span className="sr-only">Stored</span>
        </>
      ),
    },
    {
      key: "token",
      label: "Token",
      cell: ({ hasToken }) =>
        hasToken ? (
          <>
            {dots}
            <span className="sr-only">Stored</span>
          </>
        ) : (
          none
        ),
    },
    { key: "region", label: "Region", cell: ({ region }) => region || none },
    {
      key: "host",
      label: "Host",
      cell: ({ host }) => (host ? <code className="[overflow-wrap:anywhere]">{host}</code> : none),
    },
    {
      key: "test",
      label: "Last test",
      cell: (row) => {
        const test = resultOf(row);
        if (!test) return none;
        const { isGood, short } = tellAccessTest(test, row);
        return (
          <Badge
            tone={isGood ? "ok" : "danger"}
            icon={isGood ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}
          >
            {short}
          </Badge>
        );
      },
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (row) => (
        <>
          <TestButton
            workspaceId={workspaceId}
            row={row}
            onTested={(test) => setTested((before) => ({ ...before, [row.id]: { row, test } }))}
          />
          {row.vaultName === null ? (
            <>
              <BucketDialog workspaceId={workspaceId} row={row} />
              <RemoveDialog workspaceId={workspaceId} row={row} />
            </>
          ) : (
            <Badge tone="outline" icon={<Vault aria-hidden />} className="align-middle">
              {row.vaultName}
            </Badge>
          )}
        </>
      ),
    },
  ];
  const told = rows.flatMap((row) => {
    const test = resultOf(row);
    return test && test.finding !== "reads" ? [{ row, test }] : [];
  });

  return (
    <Card>
      <Section
        id="cloud-access"
        title="Web App cloud access"
        description="With credentials for a bucket, your browser shows the debug samples in it. Secrets are stored encrypted and are never sent back."
        actions={<BucketDialog workspaceId={workspaceId} wanted={wanted} rows={rows} />}
      >
        {rows.length === 0 ? (
          <EmptyState icon={<Cable aria-hidden />} title="No buckets yet" level={3}>
            Debug samples that clients store in s3://, gs:// or azure:// show once you add credentials that
            can read them.
          </EmptyState>
        ) : (
          <Table
            label="Web App cloud access"
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            footer={
              given ? (
                <p className="text-small text-muted">
                  Rows with the name of an administrator vault can’t be changed here and come before your own.
                </p>
              ) : undefined
            }
          />
        )}
        <div aria-live="polite" className="flex flex-col gap-2">
          {told.map(({ row, test }) => (
            <TestNotice key={row.id} workspaceId={workspaceId} row={row} test={test} />
          ))}
        </div>
        {insecure.length > 0 ? (
          <Notice tone="warn" className="mt-3">
            {insecure.map(({ host }) => host).join(", ")}: browsers block what a page with https loads over
            plain http, so samples there don’t show.
          </Notice>
        ) : null}
      </Section>
    </Card>
  );
}

function sameRow(one: BucketCredentialsView, other: BucketCredentialsView): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function TestButton({
  workspaceId,
  row,
  onTested,
}: {
  workspaceId: string;
  row: BucketCredentialsView;
  onTested: (test: AccessTest) => void;
}) {
  const { run, pending, refusal } = useAction(testBucketCredentialsAction, { onDone: onTested });
  return (
    <>
      {refusal ? (
        <span role="alert" className="text-small text-danger">
          {refusal.message}
        </span>
      ) : null}
      <IconButton
        label={`Test the access to ${row.bucket}`}
        icon={<Cable aria-hidden />}
        pending={pending}
        onClick={() => run(workspaceId, { id: row.id })}
      />
    </>
  );
}

function TestNotice({
  workspaceId,
  row,
  test,
}: {
  workspaceId: string;
  row: BucketCredentialsView;
  test: AccessTest;
}) {
  const { isGood, text } = tellAccessTest(test, row);
  const fix = useAction(editBucketCredentialsAction);
  const { id, bucket, key, host } = row;
  const region = row.vaultName === null ? test.region : undefined;
  return (
    <>
      <Notice
        tone={isGood ? "info" : "danger"}
        className="mt-3"
        actions={
          region ? (
            <Button
              size="small"
              pending={fix.pending}
              onClick={() =>
                fix.run(workspaceId, {
                  id,
                  bucket,
                  key,
                  host,
                  region,
                  secret: "",
                  token: "",
                  removesToken: false,
                })
              }
            >
              Use {region}
            </Button>
          ) : undefined
        }
      >
        {text}
      </Notice>
      <OutcomeNotice refusal={fix.refusal} />
    </>
  );
}

function RemoveDialog({ workspaceId, row }: { workspaceId: string; row: BucketCredentialsView }) {
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, clear } = useAction(removeBucketCredentialsAction, {
    onDone: () => setOpen(false),
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        clear();
        setOpen(next);
      }}
      trigger={<IconButton label={`Remove the access to ${row.bucket}`} icon={<Trash2 aria-hidden />} />}
      title={`Remove the access to “${row.bucket}”?`}
      losses={[`Debug samples in ${row.bucket} no longer show in your browser.`]}
      confirmLabel="Remove access"
      pending={pending}
      onConfirm={() => run(workspaceId, { id: row.id })}
    >
      <OutcomeNotice refusal={refusal} />
    </ConfirmDialog>
  );
}
