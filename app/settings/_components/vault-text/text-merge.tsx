"use client";

import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { type MergeChoice, type MergePiece, mergedText, mergeTexts } from "@/lib/core/vault/text/merge-texts";
import type { VaultDraft } from "./convert-draft";
import { formatNames } from "./format-names";

/**
 * Merges what two people made of the text `base`. What both changed in the same lines is chosen piece by piece; all
 * else is kept of both.
 */
export function TextMerge({
  base,
  mine,
  theirs,
  onMerge,
}: {
  base: VaultDraft;
  mine: VaultDraft;
  theirs: VaultDraft;
  onMerge: (text: string) => void;
}) {
  const isMergeable = base.format === mine.format && mine.format === theirs.format;
  const pieces = useMemo(
    () => (isMergeable ? mergeTexts(base.text, mine.text, theirs.text) : []),
    [isMergeable, base.text, mine.text, theirs.text],
  );
  if (isMergeable) return <Merge pieces={pieces} onMerge={onMerge} />;
  return (
    <p className="text-control text-muted">
      The saved text is in {formatNames[theirs.format]} and yours in {formatNames[mine.format]}, so they can’t
      be merged line by line.
    </p>
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
        <div key={index} className="overflow-hidden rounded-block border border-border">
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
