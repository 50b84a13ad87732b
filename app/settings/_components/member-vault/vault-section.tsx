"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pencil } from "@/components/ui/icons";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import type { VaultView } from "@/lib/operations/vaults/member-vaults";
import type { VaultSummary } from "@/lib/operations/vaults/vault-preview";
import { formatNames } from "../vault-text/format-names";
import { MemberVaultSwitch } from "./member-vault-switch";
import type { VaultActions } from "./vault-actions";
import { WholeText } from "./whole-text";

const wholeLabel = "Whole text of the configuration vault";

const VaultEditor = lazy(() => import("./vault-editor").then((module) => ({ default: module.VaultEditor })));

export type VaultSectionProps = {
  workspaceId: string;
  vault: VaultSummary;
  /** Where it is edited without scripts. */
  plainHref?: string;
  /** Of its heading. */
  level?: 2 | 3;
  now: number;
  children: ReactNode;
};

/**
 * `children` is the text, or its beginning, as the server drew it. The editor, and the rest of a large text, are loaded
 * when they are first needed.
 */
export function VaultSection({
  workspaceId,
  vault,
  actions,
  description,
  whatToWrite,
  plainHref,
  level = 3,
  now,
  children,
}: VaultSectionProps & { actions: VaultActions; description: string; whatToWrite: string }) {
  const [editing, setEditing] = useState<VaultView | null>(null);
  const [whole, setWhole] = useState<{ of: string; vault: VaultView } | null>(null);
  const switching = useAction(actions.turn);
  const problem = switching.fieldError("text");
  const opening = useAction(actions.open, { onDone: setEditing });
  const showing = useAction(actions.open, {
    onDone: (opened) => setWhole({ of: workspaceId, vault: opened }),
  });
  const isNew = vault.revision === 0;
  const isCurrent = whole?.of === workspaceId && whole.vault.revision === vault.revision;
  const shownWhole = isCurrent ? whole.vault : null;

  function edit() {
    if (vault.text === null) opening.run(workspaceId, {});
    else setEditing({ ...vault, text: vault.text });
  }

  return (
    <Section
      id="vault"
      level={level}
      title="Configuration vault"
      description={description}
      leading={
        <MemberVaultSwitch
          workspaceId={workspaceId}
          preview={actions.preview}
          checked={vault.enabled && !isNew}
          disabled={isNew}
          switching={switching}
        />
      }
      actions={
        editing || isNew ? null : (
          <>
            <Badge tone="outline">{formatNames[vault.format]}</Badge>
            <Button icon={<Pencil aria-hidden />} pending={opening.pending} onClick={edit}>
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
      <OutcomeNotice className="mb-3" refusal={opening.refusal ?? showing.refusal} />
      {plainHref ? (
        <noscript>
          <p className="mb-3 text-control">
            <a className="link" href={plainHref}>
              Edit without JavaScript
            </a>
          </p>
        </noscript>
      ) : null}
      {editing ? (
        <Suspense fallback={<Skeleton className="h-60 w-full" />}>
          <VaultEditor
            workspaceId={workspaceId}
            vault={editing}
            save={actions.save}
            now={now}
            onClose={() => setEditing(null)}
          />
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
          {whatToWrite}
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut beside the button that does the same
        <div onDoubleClick={edit}>
          {shownWhole ? <WholeText vault={shownWhole} label={wholeLabel} /> : children}
          {vault.text === null && !shownWhole ? (
            <div className="mt-3 flex flex-wrap items-center justify-between gap-3 text-control text-muted">
              This is the beginning of a long text.
              <Button pending={showing.pending} onClick={() => showing.run(workspaceId, {})}>
                {vault.lineCount > 1
                  ? `Show all ${vault.lineCount.toLocaleString("en")} lines`
                  : "Show all of it"}
              </Button>
            </div>
          ) : null}
        </div>
      )}
    </Section>
  );
}
