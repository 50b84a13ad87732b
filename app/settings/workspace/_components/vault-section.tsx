"use client";

import { Pencil } from "lucide-react";
import { useEffect, useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { CodeEditor } from "@/components/ui/code-editor";
import { CodeView } from "@/components/ui/code-view";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Switch } from "@/components/ui/switch";
import type { VaultFormat } from "@/lib/core/vault/inputs";
import { saveOwnVaultAction, switchOwnVaultAction } from "../actions";
import { VaultConflict } from "./vault-conflict";

export type ShownVault = {
  revision: number;
  enabled: boolean;
  format: VaultFormat;
  text: string;
  edited: { at: Date; byName: string; bySelf: boolean } | null;
};

type Draft = { text: string; baseRevision: number };

export function VaultSection({
  workspaceId,
  vault,
  now,
}: {
  workspaceId: string;
  vault: ShownVault;
  now: number;
}) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [theirs, setTheirs] = useState<ShownVault | null>(null);
  const switching = useAction(switchOwnVaultAction);
  const saving = useAction(saveOwnVaultAction, {
    onDone: (result) => {
      if (result.saved) close();
      else setTheirs(result.theirs);
    },
  });
  const dirty = draft !== null && draft.text !== vault.text;
  useLeaveWarning(dirty);

  function close() {
    setDraft(null);
    setTheirs(null);
    saving.clear();
  }

  function save(text: string, baseRevision: number) {
    saving.run(workspaceId, { format: vault.format, text, baseRevision });
  }

  const edit = () => setDraft({ text: vault.text, baseRevision: vault.revision });

  return (
    <Section
      id="vault"
      level={3}
      title="Configuration vault"
      description="Merged over the configuration of every client that runs with your credentials."
      leading={
        <Switch
          label="Configuration vault is on"
          checked={vault.enabled}
          disabled={vault.revision === 0}
          pending={switching.pending}
          onCheckedChange={(enabled) => switching.run(workspaceId, { enabled })}
          className="mt-px"
        />
      }
      actions={
        draft || vault.revision === 0 ? null : (
          <Button icon={<Pencil aria-hidden />} onClick={edit}>
            Edit
          </Button>
        )
      }
    >
      <OutcomeNotice refusal={switching.refusal} className="mb-3" />
      {draft ? (
        <div className="flex flex-col gap-3">
          <OutcomeNotice refusal={saving.refusal} />
          {theirs ? (
            <VaultConflict
              theirs={theirs}
              now={now}
              pending={saving.pending}
              onKeepMine={() => save(draft.text, theirs.revision)}
              onTakeTheirs={close}
            />
          ) : null}
          <CodeEditor
            label="Text of the configuration vault, in HOCON"
            value={draft.text}
            onChange={(text) => setDraft({ ...draft, text })}
            autoFocus
          />
          <div className="flex justify-end gap-2">
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="primary"
              pending={saving.pending}
              onClick={() => save(draft.text, draft.baseRevision)}
            >
              OK
            </Button>
          </div>
        </div>
      ) : vault.revision === 0 ? (
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
        <div onDoubleClick={edit}>
          <CodeView
            code={vault.text}
            label="Text of the configuration vault"
            footer={<Facts vault={vault} now={now} />}
          />
        </div>
      )}
    </Section>
  );
}

function Facts({ vault, now }: { vault: ShownVault; now: number }) {
  const lines = vault.text === "" ? 0 : vault.text.replace(/\n$/, "").split("\n").length;
  const bytes = new TextEncoder().encode(vault.text).length;
  const size = bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
  return (
    <span>
      {lines === 1 ? "1 line" : `${lines} lines`}, {size} · Revision {vault.revision}
      {vault.edited ? (
        <>
          , by {vault.edited.bySelf ? "you" : vault.edited.byName},{" "}
          <RelativeTime at={vault.edited.at} now={now} />
        </>
      ) : null}
    </span>
  );
}

function useLeaveWarning(active: boolean) {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [active]);
}
