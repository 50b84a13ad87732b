import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { History } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { Pagination } from "@/components/ui/pagination";
import type { HistoryQuery } from "@/lib/core/vault/inputs";
import type { VaultHistory } from "@/lib/operations/vaults/vault-history";
import { historyHref } from "./history-href";
import { RevisionDifference } from "./revision-difference";
import { RevisionTable } from "./revision-table";

/** The revisions of a vault, and what one of them changed. */
export function HistoryView({
  history,
  path,
  editHref,
  query,
  restore,
  now,
}: {
  history: VaultHistory | undefined;
  /** Of the page. */
  path: string;
  /** Where the first text is written. */
  editHref: string;
  query: HistoryQuery;
  restore: (history: VaultHistory, number: number) => ReactNode;
  now: number;
}) {
  const hrefOf = (page: number) => historyHref(path, { ...query, page });
  if (!history) {
    return (
      <EmptyState
        icon={<History />}
        title="No configuration yet"
        action={<ButtonLink href={editHref}>Write a configuration</ButtonLink>}
      >
        The history begins with the first text that you save.
      </EmptyState>
    );
  }
  const { page: shown } = history;
  return (
    <div className="flex flex-col gap-4">
      <RevisionTable
        rows={shown.rows}
        newest={history.newest}
        chosen={history.comparison?.number}
        path={path}
        query={query}
        now={now}
      />
      {shown.count > 1 ? (
        <Pagination
          label="Pages of revisions"
          from={shown.from}
          to={shown.to}
          total={shown.total}
          previousHref={shown.number > 1 ? hrefOf(shown.number - 1) : undefined}
          nextHref={shown.number < shown.count ? hrefOf(shown.number + 1) : undefined}
        />
      ) : null}
      <Card>
        {history.comparison ? (
          <RevisionDifference
            path={path}
            comparison={history.comparison}
            newest={history.newest}
            query={query}
            restore={(number) => restore(history, number)}
          />
        ) : (
          <Notice tone="warn">Revision {query.revision} was not found.</Notice>
        )}
      </Card>
    </div>
  );
}
