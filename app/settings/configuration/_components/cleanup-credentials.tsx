"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Badge } from "@/components/ui/badge";
import { ButtonLink, IconButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Cable, CircleAlert, CircleCheck, Eraser, Trash2 } from "@/components/ui/icons";
import { Section } from "@/components/ui/section";
import { Segmented } from "@/components/ui/segmented";
import type { AccessTest } from "@/lib/core/storage/access-test";
import type { BucketService } from "@/lib/core/storage/bucket-credentials";
import { cleanupLabel, cleanupServices, tellCleanupTest } from "@/lib/core/storage/cleanup-words";
import type { CleanupCredentialsView } from "@/lib/operations/storage/cleanup-credentials";
import { removeCleanupCredentialsAction, testCleanupCredentialsAction } from "../actions";
import { CleanupCredentialsDialog } from "./cleanup-credentials-dialog";

export type CleanupCredentialsProps = {
  workspace: { id: string; name: string };
  rows: CleanupCredentialsView[];
  managesWorkspace: boolean;
  permitsChain: boolean;
};

const names: Record<BucketService, string> = {
  s3: "AWS S3 and compatible",
  gcs: "Google Cloud",
  azure: "Azure",
};
const places: Record<BucketService, string> = { s3: "S3", gcs: "Google Cloud", azure: "Azure" };

/** One’s own credentials, or those of the workspace, by the service that they are for. */
export function CleanupCredentials({
  workspace,
  rows,
  managesWorkspace,
  permitsChain,
}: CleanupCredentialsProps) {
  const [shown, setShown] = useState("own");
  const forWorkspace = shown === "workspace";
  return (
    <Card>
      <Section
        id="storage-cleanup"
        title="Storage cleanup credentials"
        description={
          forWorkspace
            ? "Used to delete the files of tasks and models that anybody here deletes, after their own credentials."
            : "Used to delete the files of tasks and models that you delete. Nobody else uses yours."
        }
        actions={
          <>
            <ButtonLink href="/settings/configuration/storage-cleanup" icon={<Eraser aria-hidden />}>
              Progress
            </ButtonLink>
            <Segmented
              label="Whose credentials"
              options={[
                { value: "own", label: "Yours" },
                { value: "workspace", label: <span className="max-w-40 truncate">{workspace.name}</span> },
              ]}
              value={shown}
              onValueChange={setShown}
            />
          </>
        }
      />
      <ul className="divide-y divide-border">
        {cleanupServices.map((service) => (
          <li
            key={service}
            className="grid gap-2 px-4 py-3 sm:grid-cols-[11rem_minmax(0,1fr)_auto] sm:items-center"
          >
            <span className="font-name">{names[service]}</span>
            <ServiceRows
              workspaceId={workspace.id}
              service={service}
              rows={rows.filter((row) => row.service === service && row.forWorkspace === forWorkspace)}
              permitsChain={permitsChain}
            />
            {forWorkspace && !managesWorkspace ? null : (
              <CleanupCredentialsDialog
                key={shown}
                {...{ workspaceId: workspace.id, service, forWorkspace, permitsChain }}
              />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ServiceRows({
  workspaceId,
  service,
  rows,
  permitsChain,
}: {
  workspaceId: string;
  service: BucketService;
  rows: CleanupCredentialsView[];
  permitsChain: boolean;
}) {
  if (rows.length === 0) {
    return (
      <p className="text-control text-muted">
        None. Files in {places[service]} stay when their task is deleted.
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-1">
      {rows.map((row) => (
        <CredentialsRow key={row.id} workspaceId={workspaceId} row={row} permitsChain={permitsChain} />
      ))}
    </ul>
  );
}

function CredentialsRow({
  workspaceId,
  row,
  permitsChain,
}: {
  workspaceId: string;
  row: CleanupCredentialsView;
  permitsChain: boolean;
}) {
  const [tested, setTested] = useState<{ of: string; test: AccessTest } | null>(null);
  const testing = useAction(testCleanupCredentialsAction, {
    onDone: (test) => setTested({ of: JSON.stringify(row), test }),
  });
  // What was found out about a row that was edited since says nothing of the row as it is.
  const told = tested?.of === JSON.stringify(row) ? tellCleanupTest(tested.test, row) : undefined;
  const label = cleanupLabel(row);
  return (
    <li className="text-control">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-name [overflow-wrap:anywhere]">{row.bucket || "Default"}</span>
        {row.host ? <code className="[overflow-wrap:anywhere]">{row.host}</code> : null}
        <span className="text-muted">with</span>
        <code className="[overflow-wrap:anywhere]">{row.shownKey}</code>
        {told ? (
          <Badge
            tone={told.isGood ? "ok" : "danger"}
            icon={told.isGood ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}
          >
            {told.short}
          </Badge>
        ) : null}
        {row.mayEdit ? (
          <span className="ml-auto flex">
            <IconButton
              label={`Test the cleanup credentials for ${label}`}
              icon={<Cable aria-hidden />}
              pending={testing.pending}
              onClick={() => testing.run(workspaceId, { id: row.id })}
            />
            <CleanupCredentialsDialog
              {...{ workspaceId, service: row.service, forWorkspace: row.forWorkspace, permitsChain, row }}
            />
            <RemoveDialog workspaceId={workspaceId} id={row.id} label={label} />
          </span>
        ) : null}
      </div>
      <div aria-live="polite">{told ? <p className="text-small text-muted">{told.text}</p> : null}</div>
      <OutcomeNotice refusal={testing.refusal} />
    </li>
  );
}

function RemoveDialog({ workspaceId, id, label }: { workspaceId: string; id: string; label: string }) {
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, clear } = useAction(removeCleanupCredentialsAction, {
    onDone: () => setOpen(false),
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        clear();
        setOpen(next);
      }}
      trigger={
        <IconButton label={`Remove the cleanup credentials for ${label}`} icon={<Trash2 aria-hidden />} />
      }
      title={`Remove the cleanup credentials for “${label}”?`}
      losses={["Files there that wait to be deleted stay, unless other credentials fit."]}
      confirmLabel="Remove credentials"
      pending={pending}
      onConfirm={() => run(workspaceId, { id })}
    >
      <OutcomeNotice refusal={refusal} />
    </ConfirmDialog>
  );
}
