import { History } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { Pagination } from "@/components/ui/pagination";
import { historyQuery } from "@/lib/core/vault/inputs";
import { grant } from "@/lib/core/workspace/actor";
import { findVaultHistory } from "@/lib/operations/vaults/vault-history";
import { BackLink } from "../../_components/back-link";
import { settingsPage } from "../../_components/settings-page";
import { historyHref } from "./_components/history-href";
import { RevisionDifference } from "./_components/revision-difference";
import { RevisionTable } from "./_components/revision-table";

export const metadata: Metadata = { title: "History of the configuration vault" };

export default settingsPage("vaults.read_own", historyQuery, async ({ actor, query, now }) => {
  const history = await findVaultHistory(actor, query);
  const hrefOf = (page: number) => historyHref({ ...query, page });
  return (
    <>
      <BackLink href="/settings/workspace#vault">Workspace</BackLink>
      <PageHead
        title="History of the configuration vault"
        description="Every saved text and its changes. Only you can read them."
      />
      {history ? (
        <div className="flex flex-col gap-4">
          <RevisionTable
            rows={history.page.rows}
            newest={history.newest}
            chosen={history.comparison?.number}
            query={query}
            now={now}
          />
          {history.page.count > 1 ? (
            <Pagination
              label="Pages of revisions"
              from={history.page.from}
              to={history.page.to}
              total={history.page.total}
              previousHref={history.page.number > 1 ? hrefOf(history.page.number - 1) : undefined}
              nextHref={
                history.page.number < history.page.count ? hrefOf(history.page.number + 1) : undefined
              }
            />
          ) : null}
          <Card>
            {history.comparison ? (
              <RevisionDifference
                workspaceId={actor.workspaceId}
                vaultId={history.vaultId}
                comparison={history.comparison}
                newest={history.newest}
                query={query}
                mayRestore={grant(actor, "vaults.edit_own") !== undefined}
              />
            ) : (
              <Notice tone="warn">Revision {query.revision} was not found.</Notice>
            )}
          </Card>
        </div>
      ) : (
        <EmptyState
          icon={<History />}
          title="No configuration yet"
          action={<ButtonLink href="/settings/workspace#vault">Write a configuration</ButtonLink>}
        >
          The history begins with the first text that you save.
        </EmptyState>
      )}
    </>
  );
});
