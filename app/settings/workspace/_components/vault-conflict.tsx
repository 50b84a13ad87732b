"use client";

import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Segmented } from "@/components/ui/segmented";
import { type MergeChoice, type MergePiece, mergedText, mergeTexts } from "@/lib/core/vault/text/merge-texts";
import type { VaultView } from "@/lib/operations/vaults/vaults";
import { formatNames } from "../../_components/vault-text/format-names";
import { WholeText } from "./whole-text";

type Draft = Pick<VaultView, "text" | "format">;

/**
 * The saved text, beside the unsaved one that stays in the editor until the person has chosen. Where both began with
 * the same text, what each changed is put together; what both changed differently is chosen piece by piece.
 */
export function VaultConflict({
  base,
  mine,
  theirs,
  now,
  onMerge,
}: {
  base: Draft;
  mine: Draft;
  theirs: VaultView;
  now: number;
  onMerge: (text: string) => void;
}) {
  const isMergeable = base.format === mine.format && mine.format === theirs.format;
  const pieces = useMemo(
    () => (isMergeable ? mergeTexts(base.text, mine.text, theirs.text) : []),
    [isMergeable, base.text, mine.text, theirs.text],
  );
  return (
    <div className="flex flex-col gap-3">
      <div role="alert">
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
      </div>
      <WholeText vault={theirs} label="The text that was saved" />
      {isMergeable ? (
        <Merge key={`${theirs.revision}`} pieces={pieces} onMerge={onMerge} />
      ) : (
        <p className="text-control text-muted">
          The saved text is in {formatNames[theirs.format]} and yours in {formatNames[mine.format]}, so they
          can’t be merged line by line.
        </p>
      )}
    </div>
  );
}

const choices = [
  { value: "mine", label: "Mine" },
  { value: "theirs", label: "Saved" },
  { value: "both", label: "Both" },
];

function Merge({ pieces, onMerge }: { pieces: readonly MergePiece[]; onMerge: (text: string) => void }) {
  const [chosen, setChosen] = useState<Record<number, MergeChoice>>({});
  const collisions = pieces.filter((piece) => piece.kind === "collision");
  const count = collisions.length;
  return (
    <div className="flex flex-col gap-3">
      {collisions.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: collisions have no other name than their place
        <div key={index} className="rounded-block border border-border">
          <div className="flex flex-wrap items-center justify-between gap-2 border-border border-b bg-sunken px-3 py-2">
            <span className="text-control">
              Change {index + 1} of {count}: both texts changed this
            </span>
            <Segmented
              label={`Keep for change ${index + 1}`}
              options={choices}
              value={chosen[index] ?? "mine"}
              onValueChange={(value) => setChosen({ ...chosen, [index]: value as MergeChoice })}
            />
          </div>
          <div className="grid sm:grid-cols-2">
            <Side title="Mine" text={piece.mine} />
            <Side title="Saved" text={piece.theirs} />
          </div>
        </div>
      ))}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-control text-muted">
          {count === 0
            ? "Your changes and the saved ones are in different lines."
            : `${count === 1 ? "1 change is" : `${count} changes are`} in the same lines. All others fit together.`}
        </p>
        <Button
          onClick={() =>
            onMerge(
              mergedText(
                pieces,
                collisions.map((_, index) => chosen[index] ?? "mine"),
              ),
            )
          }
        >
          {count === 0 ? "Merge both texts" : "Merge with these choices"}
        </Button>
      </div>
    </div>
  );
}

const mostShown = 2_000;

function Side({ title, text }: { title: string; text: string }) {
  return (
    <figure className="min-w-0 px-3 py-2">
      <figcaption className="text-muted text-small">{title}</figcaption>
      <pre className="max-h-60 overflow-auto whitespace-pre-wrap [overflow-wrap:anywhere]">
        {text === "" ? (
          <span className="text-muted">Nothing</span>
        ) : text.length > mostShown ? (
          `${text.slice(0, mostShown)}…`
        ) : (
          text
        )}
      </pre>
    </figure>
  );
}
