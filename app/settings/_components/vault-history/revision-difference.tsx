import type { ReactNode } from "react";
import { CodeView } from "@/components/ui/code-view";
import { DiffView } from "@/components/ui/diff-view";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { HistoryQuery } from "@/lib/core/vault/inputs";
import { diffLines } from "@/lib/core/vault/text/diff-lines";
import { firstHunks } from "@/lib/core/vault/text/first-hunks";
import type { RevisionComparison } from "@/lib/operations/vaults/vault-history";
import { historyHref } from "./history-href";

const mostLines = 1_000;

/** What a revision changed, or what changed after it. */
export function RevisionDifference({
  path,
  comparison: { number, text, against, otherText },
  newest,
  query,
  restore,
}: {
  path: string;
  comparison: RevisionComparison;
  newest: number;
  query: HistoryQuery;
  /** For a revision that is not the newest. */
  restore: (number: number) => ReactNode;
}) {
  const isNewest = number === newest;
  const [earlier, later] = against === "before" ? [otherText, text] : [text, otherText];
  const { added, removed, hunks } = diffLines(earlier, later);
  const { shown, left } = firstHunks(hunks, mostLines);
  const label = against === "before" ? `Changes of revision ${number}` : `Changes since revision ${number}`;
  return (
    <Section
      title={label}
      description={sizeOf(added, removed)}
      actions={
        <>
          {isNewest ? null : (
            <SegmentedLinks
              label="Compare"
              options={(["before", "newest"] as const).map((value) => ({
                href: historyHref(path, { ...query, revision: number, against: value }),
                label: value === "before" ? "With the previous" : "With the current",
                current: against === value,
              }))}
            />
          )}
          {isNewest ? null : restore(number)}
        </>
      }
    >
      {hunks.length === 0 ? (
        <CodeView code={text} label={`Text of revision ${number}`} />
      ) : (
        <DiffView label="Changed lines" hunks={shown} />
      )}
      {left > 0 ? (
        <p className="mt-2 text-control text-muted">
          {left.toLocaleString("en")} more lines are not shown. Restore the revision to see the whole text.
        </p>
      ) : null}
    </Section>
  );
}

function sizeOf(added: number, removed: number): string {
  if (added === 0 && removed === 0) return "The texts are the same.";
  const count = (lines: number, word: string) =>
    `${lines === 1 ? "1 line" : `${lines.toLocaleString("en")} lines`} ${word}`;
  return `${count(added, "added")}, ${count(removed, "removed")}.`;
}
