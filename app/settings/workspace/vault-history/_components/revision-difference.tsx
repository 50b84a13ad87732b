import { CodeView } from "@/components/ui/code-view";
import { DiffView } from "@/components/ui/diff-view";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { HistoryQuery } from "@/lib/core/vault/inputs";
import { diffLines } from "@/lib/core/vault/text/diff-lines";
import { firstHunks } from "@/lib/core/vault/text/first-hunks";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { findVaultRevision } from "@/lib/operations/vaults/vault-history";
import { historyHref } from "./history-href";
import { RestoreDialog } from "./restore-dialog";

const mostLines = 1_000;

/** What a revision changed, or what came after it. */
export async function RevisionDifference({
  actor,
  vaultId,
  number,
  newest,
  query,
  mayRestore,
}: {
  actor: ActorWith<"vaults.read_own">;
  vaultId: string;
  number: number;
  newest: number;
  query: HistoryQuery;
  mayRestore: boolean;
}) {
  const isNewest = number === newest;
  const against = isNewest ? "before" : query.against;
  const otherNumber = against === "before" ? number - 1 : newest;
  const [revision, other] = await Promise.all([
    findVaultRevision(actor, { vaultId, number }),
    otherNumber > 0 ? findVaultRevision(actor, { vaultId, number: otherNumber }) : undefined,
  ]);
  if (!revision) return <Notice tone="warn">Revision {number} was not found.</Notice>;
  const earlier = against === "before" ? (other?.text ?? "") : revision.text;
  const later = against === "before" ? revision.text : (other?.text ?? "");
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
                href: historyHref({ ...query, revision: number, against: value }),
                label: value === "before" ? "With the one before" : "With the current",
                current: against === value,
              }))}
            />
          )}
          {mayRestore && !isNewest ? (
            <RestoreDialog
              workspaceId={actor.workspaceId}
              vaultId={vaultId}
              number={number}
              newest={newest}
            />
          ) : null}
        </>
      }
    >
      {hunks.length === 0 ? (
        <CodeView code={revision.text} label={`Text of revision ${number}`} />
      ) : (
        <DiffView label={label} hunks={shown} />
      )}
      {left > 0 ? (
        <p className="mt-2 text-control text-muted">
          {left.toLocaleString("en")} more lines are not shown. Restore the revision to see all of it.
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
