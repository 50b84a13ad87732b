"use client";

import { Button } from "@/components/ui/button";
import { CodeView } from "@/components/ui/code-view";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ShownVault } from "./vault-section";

/** Both texts stay in sight until the person has chosen. */
export function VaultConflict({
  theirs,
  now,
  pending,
  onKeepMine,
  onTakeTheirs,
}: {
  theirs: ShownVault;
  now: number;
  pending: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}) {
  return (
    <div role="alert" className="flex flex-col gap-3">
      <Notice tone="warn" title="Another text was saved while you were editing.">
        {theirs.edited ? (
          <>
            Revision {theirs.revision} was saved{" "}
            {theirs.edited.bySelf ? "by you elsewhere" : `by ${theirs.edited.byName}`},{" "}
            <RelativeTime at={theirs.edited.at} now={now} />. Your text is below, unsaved.
          </>
        ) : null}
      </Notice>
      <CodeView code={theirs.text} label="The text that was saved" />
      <div className="flex flex-wrap gap-2">
        <Button pending={pending} onClick={onKeepMine}>
          Save mine over it
        </Button>
        <Button onClick={onTakeTheirs}>Discard mine and keep the saved one</Button>
      </div>
    </div>
  );
}
