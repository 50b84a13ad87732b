"use client";

import { useEffect, useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import { firstError } from "@/lib/core/vault/checks/check-parsed";
import { withLineFeeds } from "@/lib/core/vault/model/line-ends";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import type { VaultView } from "@/lib/operations/vaults/vaults";
import { convertDraft, type VaultDraft } from "../../_components/vault-text/convert-draft";
import { formatNames } from "../../_components/vault-text/format-names";
import { useVaultCheck } from "../../_components/vault-text/use-vault-check";
import { VaultTextEditor } from "../../_components/vault-text-editor";
import { saveOwnVaultAction } from "../actions";
import { VaultConflict } from "./vault-conflict";

const formats = Object.entries(formatNames).map(([value, label]) => ({ value, label }));

export function VaultEditor({
  workspaceId,
  vault,
  now,
  onClose,
}: {
  workspaceId: string;
  vault: VaultView;
  now: number;
  onClose: () => void;
}) {
  // As they were when the editor was opened: the page may be drawn anew around it, for another workspace even.
  const [opened] = useState(() => ({ ...vault, text: withLineFeeds(vault.text) }));
  const [drawnFor] = useState(workspaceId);
  const [draft, setDraft] = useState<VaultDraft>({ text: opened.text, format: vault.format });
  const [theirs, setTheirs] = useState<VaultView | null>(null);
  const [notConverted, setNotConverted] = useState<string | null>(null);
  const check = useVaultCheck(draft.text, draft.format, "personal");
  const { run, pending, refusal, fieldError } = useAction(saveOwnVaultAction, {
    onDone: (result) => {
      if (result.saved) onClose();
      else setTheirs(result.theirs);
    },
  });
  useLeaveWarning(draft.text !== opened.text || draft.format !== opened.format);

  const isOn = theirs?.enabled ?? (opened.enabled || opened.revision === 0);
  const error = firstError(check.diagnostics);

  function save(revision: number, turnOff = false) {
    run(drawnFor, { ...draft, baseRevision: revision, turnOff });
  }

  async function changeFormat(format: VaultFormat) {
    setNotConverted(null);
    const converted = await convertDraft(draft, format);
    if ("draft" in converted) setDraft(converted.draft);
    else setNotConverted(converted.problem);
  }

  const baseRevision = theirs?.revision ?? opened.revision;
  return (
    <div className="flex flex-col gap-3">
      <OutcomeNotice
        refusal={refusal && { ...refusal, message: [refusal.message, fieldError("text")].join(" ") }}
      />
      {theirs ? <VaultConflict theirs={theirs} now={now} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="Format"
          options={formats}
          value={draft.format}
          onValueChange={(format) => void changeFormat(format as VaultFormat)}
        />
        <LiveRegion role="status" className="min-w-0 flex-1 basis-80">
          {notConverted ? <Notice tone="warn">{notConverted}</Notice> : null}
        </LiveRegion>
      </div>
      <VaultTextEditor
        label={`Text of the configuration vault, in ${formatNames[draft.format]}`}
        text={draft.text}
        format={draft.format}
        onChange={(text) => setDraft((before) => ({ ...before, text }))}
        check={check}
        autoFocus
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{theirs ? "Discard mine and keep the saved one" : "Cancel"}</Button>
        {error && isOn ? (
          <Button pending={pending} onClick={() => save(baseRevision, true)}>
            Turn the vault off and keep this text
          </Button>
        ) : null}
        <Button variant="primary" pending={pending} onClick={() => save(baseRevision)}>
          {theirs ? "Save mine over it" : "OK"}
        </Button>
      </div>
    </div>
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
