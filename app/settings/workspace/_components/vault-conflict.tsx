import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { VaultView } from "@/lib/operations/vaults/vaults";
import { WholeText } from "./whole-text";

/** The saved text, beside the unsaved one that stays in the editor until the person has chosen. */
export function VaultConflict({ theirs, now }: { theirs: VaultView; now: number }) {
  return (
    <div role="alert" className="flex flex-col gap-3">
      <Notice tone="warn" title="Another text was saved while you were editing.">
        {theirs.edited ? (
          <>
            Revision {theirs.revision} was saved{" "}
            {theirs.edited.bySelf ? "by you elsewhere" : `by ${theirs.edited.byName}`},{" "}
            <RelativeTime at={theirs.edited.at} now={now} />. It stands first, and yours, unsaved, in the
            editor below.
          </>
        ) : null}
      </Notice>
      <WholeText vault={theirs} label="The text that was saved" />
    </div>
  );
}
