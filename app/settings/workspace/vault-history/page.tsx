import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { PageHead } from "@/components/ui/page-head";
import { historyQuery } from "@/lib/core/vault/inputs";
import { grant } from "@/lib/core/workspace/actor";
import { findVaultHistory } from "@/lib/operations/vaults/vault-history";
import { BackLink } from "../../_components/back-link";
import { HistoryView } from "../../_components/vault-history/history-view";
import { RestoreDialog } from "../../_components/vault-history/restore-dialog";
import { restoreVaultRevisionAction } from "../actions";

export const metadata: Metadata = { title: "History of the configuration vault" };

const path = "/settings/workspace/vault-history";

export default workspacePage("vaults.read_own", historyQuery, async ({ actor, query, now }) => {
  const history = await findVaultHistory(actor, query);
  const mayRestore = grant(actor, "vaults.edit_own") !== undefined;
  return (
    <>
      <BackLink href="/settings/workspace#vault">Workspace</BackLink>
      <PageHead
        title="History of the configuration vault"
        description="Every saved text and its changes. Only you can read them."
      />
      <HistoryView
        history={history}
        path={path}
        editHref="/settings/workspace#vault"
        query={query}
        now={now}
        restore={({ vaultId, newest }, number) =>
          mayRestore ? (
            <RestoreDialog
              workspaceId={actor.workspaceId}
              path={path}
              restore={restoreVaultRevisionAction}
              whose={{ vaultId }}
              number={number}
              newest={newest}
            />
          ) : null
        }
      />
    </>
  );
});
