import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { PageHead } from "@/components/ui/page-head";
import { historyQuery } from "@/lib/core/vault/inputs";
import { serviceAccountChoice } from "@/lib/core/workspace/service-account";
import { findServiceAccountVaultHistory } from "@/lib/operations/vaults/vault-history";
import { BackLink } from "../../../_components/back-link";
import { HistoryView } from "../../../_components/vault-history/history-view";
import { RestoreDialog } from "../../../_components/vault-history/restore-dialog";
import { restoreServiceAccountVaultRevisionAction } from "../../actions";

export const metadata: Metadata = { title: "History of the configuration vault" };

export default workspacePage(
  "service_accounts.manage",
  historyQuery,
  async ({ actor, query, params, now }) => {
    const choice = serviceAccountChoice.safeParse({ accountId: params.accountId });
    const found = choice.success
      ? await findServiceAccountVaultHistory(actor, { ...query, ...choice.data })
      : undefined;
    if (!choice.success || !found) notFound();
    const { accountId } = choice.data;
    const account = `/settings/service-accounts/${accountId}`;
    return (
      <>
        <BackLink href={`${account}#vault`}>{found.name}</BackLink>
        <PageHead
          title="History of the configuration vault"
          description={`Every saved text of the vault of ${found.name}, and its changes. Admins can read them.`}
        />
        <HistoryView
          history={found.history}
          path={`${account}/vault-history`}
          editHref={`${account}#vault`}
          query={query}
          now={now}
          restore={({ newest }, number) => (
            <RestoreDialog
              workspaceId={actor.workspaceId}
              path={`${account}/vault-history`}
              restore={restoreServiceAccountVaultRevisionAction}
              whose={{ accountId }}
              number={number}
              newest={newest}
            />
          )}
        />
      </>
    );
  },
);
