"use client";

import { Pencil } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { switchOwnVaultAction } from "../actions";
import { formatNames, type ShownVault } from "./shown-vault";

const VaultEditor = lazy(() =>
  import("./vault-editor").then(({ VaultEditor }) => ({ default: VaultEditor })),
);

/** `children` is the text as the server drew it; the editor is loaded when it is first needed. */
export function VaultSection({
  workspaceId,
  vault,
  now,
  children,
}: {
  workspaceId: string;
  vault: ShownVault;
  now: number;
  children: ReactNode;
}) {
  const [editing, setEditing] = useState(false);
  const switching = useAction(switchOwnVaultAction);
  const problem = switching.fieldError("text");
  const edit = () => setEditing(true);
  const isNew = vault.revision === 0;

  return (
    <Section
      id="vault"
      level={3}
      title="Configuration vault"
      description="Merged over the configuration of every client that runs with your credentials."
      leading={
        <Switch
          label="Configuration vault is on"
          checked={vault.enabled && !isNew}
          disabled={isNew}
          pending={switching.pending}
          onCheckedChange={(enabled) => switching.run(workspaceId, { enabled })}
          className="mt-px"
        />
      }
      actions={
        editing || isNew ? null : (
          <>
            <Badge tone="outline">{formatNames[vault.format]}</Badge>
            <Button icon={<Pencil aria-hidden />} onClick={edit}>
              Edit
            </Button>
          </>
        )
      }
    >
      <OutcomeNotice
        className="mb-3"
        refusal={
          switching.refusal && problem
            ? { ...switching.refusal, message: `Not turned on. ${problem}` }
            : switching.refusal
        }
      />
      {editing ? (
        <Suspense fallback={<Skeleton className="h-60 w-full" />}>
          <VaultEditor workspaceId={workspaceId} vault={vault} now={now} onClose={() => setEditing(false)} />
        </Suspense>
      ) : isNew ? (
        <EmptyState
          level={3}
          icon={<Pencil />}
          title="No configuration yet"
          action={
            <Button icon={<Pencil aria-hidden />} onClick={edit}>
              Write a configuration
            </Button>
          }
        >
          Write once what every machine of yours should know: buckets, regions, Docker images, environment
          variables.
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut beside the button that does the same
        <div onDoubleClick={edit}>{children}</div>
      )}
    </Section>
  );
}
