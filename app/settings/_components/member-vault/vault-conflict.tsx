import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { VaultView } from "@/lib/operations/vaults/member-vaults";
import type { VaultDraft } from "../vault-text/convert-draft";
import { TextMerge } from "../vault-text/text-merge";
import { WholeText } from "./whole-text";

/** The saved text, and how it can be merged with the unsaved one that stays in the editor. */
export function VaultConflict({
  base,
  mine,
  theirs,
  now,
  onMerge,
}: {
  base: VaultDraft;
  mine: VaultDraft;
  theirs: VaultView;
  now: number;
  onMerge: (text: string) => void;
}) {
  return (
    <div className="flex flex-col gap-3">
      <div role="alert">
        <Notice tone="warn" title="Another text was saved while you were editing.">
          {theirs.edited ? (
            <>
              Revision {theirs.revision} was saved{" "}
              {theirs.edited.bySelf ? "by you elsewhere" : `by ${theirs.edited.byName}`},{" "}
              <RelativeTime at={theirs.edited.at} now={now} />. It is shown below, above your unsaved text.
            </>
          ) : null}
        </Notice>
      </div>
      <h4 className="text-section">Saved text</h4>
      <WholeText vault={theirs} label="The text that was saved" />
      <TextMerge key={theirs.revision} base={base} mine={mine} theirs={theirs} onMerge={onMerge} />
    </div>
  );
}
