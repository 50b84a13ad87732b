import { Bot } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { serviceAccountQuery } from "@/lib/core/workspace/service-account";
import { listServiceAccountsPage } from "@/lib/operations/workspace/service-accounts";
import { clientUrls } from "@/lib/server/client-urls";
import { KeepFocus } from "../_components/keep-focus";
import { keptBySearch, listHref } from "../_components/list-href";
import { ListPages } from "../_components/list-pages";
import { SearchField } from "../_components/search-field";
import { settingsPage } from "../_components/settings-page";
import { AccountTable } from "./_components/account-table";
import { NewAccountDialog } from "./_components/new-account-dialog";

export const metadata: Metadata = { title: "Service accounts" };

const path = "/settings/service-accounts";

export default settingsPage("service_accounts.manage", serviceAccountQuery, async ({ actor, query, now }) => {
  const page = await listServiceAccountsPage(actor, query);
  const isSearched = query.search !== "";

  return (
    <>
      <PageHead
        title="Service accounts"
        description={`Agents, CI jobs and other programs that act as themselves in ${actor.workspaceName}: they have API credentials, and no sign-in here.`}
        actions={
          <NewAccountDialog
            workspace={{ id: actor.workspaceId, name: actor.workspaceName }}
            urls={clientUrls()}
          />
        }
      />
      {page.total > 0 || isSearched ? (
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <SearchField label="Name or ID" value={query.search} hidden={keptBySearch(query)} />
        </div>
      ) : null}
      <KeepFocus rows={page.rows.length}>
        {page.total === 0 ? (
          isSearched ? (
            <EmptyState
              icon={<Bot />}
              title="No service account fits"
              action={
                <ButtonLink href={listHref(path, { ...query, search: "", page: 1 })}>
                  Clear the search
                </ButtonLink>
              }
            >
              No name or ID holds what you typed.
            </EmptyState>
          ) : (
            <EmptyState icon={<Bot />} title="No service accounts yet">
              Give an agent or a CI job an account of its own, so that it does not stop when a person leaves.
            </EmptyState>
          )
        ) : (
          <>
            <AccountTable
              workspaceId={actor.workspaceId}
              rows={page.rows}
              path={path}
              query={query}
              now={now}
            />
            <div className="mt-3">
              <ListPages label="Pages of service accounts" path={path} query={query} page={page} />
            </div>
          </>
        )}
      </KeepFocus>
    </>
  );
});
