"use client";

import { useRef, useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import type { SourceEditorHandle } from "@/components/ui/source-editor/source-editor";
import { firstError } from "@/lib/core/vault/checks/check-parsed";
import { formatOfFile, notText, textOfFile, whyNotImported } from "@/lib/core/vault/import-file";
import { withLineFeeds } from "@/lib/core/vault/model/line-ends";
import type { VaultView } from "@/lib/operations/vaults/member-vaults";
import { LeaveGuard } from "../leave-guard";
import { type ChangedDraft, convertDraft, formatDraft, type VaultDraft } from "../vault-text/convert-draft";
import { formatNames } from "../vault-text/format-names";
import { useVaultCheck } from "../vault-text/use-vault-check";
import { VaultTextEditor } from "../vault-text-editor";
import type { VaultActions } from "./vault-actions";
import { VaultConflict } from "./vault-conflict";
import { VaultToolbar } from "./vault-toolbar";

export function VaultEditor({
  workspaceId,
  vault,
  save: saveAction,
  now,
  onClose,
}: {
  workspaceId: string;
  vault: VaultView;
  save: VaultActions["save"];
  now: number;
  onClose: () => void;
}) {
  // As it was when the editor was opened: the page may be drawn again around it, for another workspace even.
  const [drawnFor] = useState(workspaceId);
  /** The saved text that the draft began with, or was merged with. */
  const [base, setBase] = useState(() => ({ ...vault, text: withLineFeeds(vault.text) }));
  const [draft, setDraft] = useState<VaultDraft>({ text: base.text, format: base.format });
  const [theirs, setTheirs] = useState<VaultView | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const editor = useRef<SourceEditorHandle>(null);
  const check = useVaultCheck(draft.text, draft.format, "personal");
  const { run, pending, refusal, fieldError } = useAction(saveAction, {
    onDone: (result) => {
      if (result.saved) onClose();
      else setTheirs({ ...result.theirs, text: withLineFeeds(result.theirs.text) });
    },
  });
  const isDirty = !isSame(draft, base);
  const isOn = theirs?.enabled ?? (base.enabled || base.revision === 0);
  const error = firstError(check.diagnostics);

  function save(revision: number, turnOff = false) {
    run(drawnFor, { ...draft, baseRevision: revision, turnOff });
  }

  function change(next: Partial<VaultDraft>) {
    setNote(null);
    setDraft((before) => ({ ...before, ...next }));
  }

  /** What was typed in the meantime is newer than the changed text, and stays. */
  async function changeAll(changed: Promise<ChangedDraft>) {
    setNote(null);
    const result = await changed;
    if ("problem" in result) setNote(result.problem);
    else setDraft((current) => (isSame(current, draft) ? result.draft : current));
  }

  async function importFile(file: File) {
    const problem = whyNotImported(file.name, file.size);
    if (problem) return setNote(problem);
    const text = textOfFile(new Uint8Array(await file.arrayBuffer()));
    if (text === undefined) return setNote(notText(file.name));
    change({ text, format: formatOfFile(file.name) });
    editor.current?.focus();
  }

  function merge(text: string, saved: VaultView) {
    change({ text });
    setBase(saved);
    setTheirs(null);
    setNote(`Your text was merged with revision ${saved.revision}. Review it, then save it.`);
  }

  const baseRevision = theirs?.revision ?? base.revision;
  return (
    <div className="flex flex-col gap-3">
      <OutcomeNotice
        refusal={refusal && { ...refusal, message: [refusal.message, fieldError("text")].join(" ") }}
      />
      {theirs ? (
        <VaultConflict
          base={base}
          mine={draft}
          theirs={theirs}
          now={now}
          onMerge={(text) => merge(text, theirs)}
        />
      ) : null}
      {theirs ? <h4 className="text-section">Your text, not saved</h4> : null}
      <VaultToolbar
        {...draft}
        onFormat={(format) => void changeAll(convertDraft(draft, format))}
        onLayOut={() => void changeAll(formatDraft(draft))}
        onSearch={() => editor.current?.openSearch()}
        onImport={(file) => void importFile(file)}
      />
      <LiveRegion role="status">{note ? <Notice tone="warn">{note}</Notice> : null}</LiveRegion>
      <VaultTextEditor
        label={`Text of the configuration vault, in ${formatNames[draft.format]}`}
        text={draft.text}
        format={draft.format}
        onChange={(text) => change({ text })}
        check={check}
        handle={editor}
        autoFocus
      />
      <LeaveGuard active={isDirty} what="The text of the configuration vault" />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{theirs ? "Discard my version" : "Cancel"}</Button>
        {error && isOn ? (
          <Button pending={pending} onClick={() => save(baseRevision, true)}>
            Turn the vault off and keep this text
          </Button>
        ) : null}
        <Button variant="primary" pending={pending} onClick={() => save(baseRevision)}>
          {theirs ? "Replace with my version" : "OK"}
        </Button>
      </div>
    </div>
  );
}

function isSame(one: VaultDraft, other: VaultDraft): boolean {
  return one.text === other.text && one.format === other.format;
}
