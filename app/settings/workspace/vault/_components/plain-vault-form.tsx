"use client";

import { useActionState } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { CodeDiagnostics } from "@/components/ui/code-diagnostics";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Textarea } from "@/components/ui/textarea";
import type { FormState } from "@/lib/core/form-state";
import type { VaultView } from "@/lib/operations/vaults/member-vaults";
import type { VaultSubmitted } from "@/lib/operations/vaults/submit-vault";
import { codeDiagnostics } from "../../../_components/member-vault/vault-marks";
import { formatNames } from "../../../_components/vault-text/format-names";

const formats = Object.entries(formatNames);

type State = FormState<VaultSubmitted>;

/**
 * Sent by the browser itself, and rendered again by the server with what it found and all that was typed. `action` is
 * bound on the server: bound here, it would be a new function at each render, and React would not match its state.
 */
export function PlainVaultForm({
  action,
  vault,
}: {
  action: (before: State | null, form: FormData) => Promise<State>;
  vault: VaultView;
}) {
  const [state, send, pending] = useActionState(action, null);
  const result = state?.ok ? state.value : undefined;
  const theirs = result && !result.saved && "theirs" in result ? result.theirs : undefined;
  const found = result && !result.saved && "diagnostics" in result ? result : undefined;
  const text = state?.sent.text ?? vault.text;
  const format = state?.sent.format ?? vault.format;
  const isSaved = result?.saved === true;
  const base = isSaved
    ? result.revision
    : (theirs?.revision ?? Number(state?.sent.baseRevision ?? vault.revision));

  return (
    <form action={send} className="flex flex-col gap-3" key={base}>
      <input type="hidden" name="baseRevision" value={base} />
      {isSaved ? (
        <Notice tone="ok">
          Saved as revision {result.revision}.{" "}
          <Link href="/settings/workspace#vault">Back to the workspace</Link>
        </Notice>
      ) : null}
      {state && !state.ok ? (
        <Notice tone="danger">
          {[state.refusal.message, state.refusal.fields?.text].filter(Boolean).join(" ")}
        </Notice>
      ) : null}
      {found ? (
        <div role="alert">
          <Notice tone="danger">{found.message}</Notice>
          <div className="code mt-3">
            <CodeDiagnostics
              diagnostics={codeDiagnostics(found.diagnostics).map(({ fix: _, ...rest }) => rest)}
            />
          </div>
        </div>
      ) : null}
      {theirs ? (
        <div className="flex flex-col gap-2">
          <Notice tone="warn" title="Another text was saved while you were editing.">
            It stands first. Yours is below and is not saved. Saving again replaces the saved text with yours.
          </Notice>
          <Textarea mono readOnly rows={12} aria-label="The text that was saved" defaultValue={theirs.text} />
        </div>
      ) : null}
      <label className="flex items-center gap-2 text-control">
        Format
        <select name="format" defaultValue={format} className="input w-auto">
          {formats.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <Textarea
        mono
        name="text"
        rows={24}
        wrap="off"
        spellCheck={false}
        aria-label="Text of the configuration vault"
        defaultValue={text}
      />
      <label className="flex items-center gap-2 text-control">
        <input type="checkbox" name="turnOff" defaultChecked={state?.sent.turnOff === "on"} />
        Turn the vault off, so that a text with errors can be kept
      </label>
      <div className="flex justify-end gap-2">
        <ButtonLink href="/settings/workspace#vault">Cancel</ButtonLink>
        <Button type="submit" variant="primary" pending={pending}>
          {theirs ? "Replace with my version" : "Save"}
        </Button>
      </div>
    </form>
  );
}
