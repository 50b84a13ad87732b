import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ListPages } from "@/app/_components/list/list-pages";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ScrollText } from "@/components/ui/icons";
import { PageHead } from "@/components/ui/page-head";
import { adminVaultLogQuery } from "@/lib/core/vault/admin-vault";
import { listAdminVaultLogPage, listLogChoices } from "@/lib/operations/vaults/admin-vault-log";
import { BackLink } from "../../_components/back-link";
import { LogFilters } from "./_components/log-filters";
import { LogTable } from "./_components/log-table";

export const metadata: Metadata = { title: "Activity log of administrator vaults" };

const path = "/settings/admin-vaults/log";

export default workspacePage("vaults.manage", adminVaultLogQuery, async ({ actor, query, now }) => {
  const [page, choices] = await Promise.all([listAdminVaultLogPage(actor, query), listLogChoices(actor)]);
  const { vault = "", action = "", user = "" } = query;
  const isFiltered = vault !== "" || action !== "" || user !== "";

  return (
    <>
      <BackLink href="/settings/admin-vaults">Administrator vaults</BackLink>
      <PageHead
        title="Activity log"
        description="What was done to the administrator vaults of this workspace. The log holds no text of a vault."
      />
      {page.total > 0 || isFiltered ? (
        <LogFilters path={path} chosen={{ vault, action, user }} choices={choices} />
      ) : null}
      {page.total > 0 ? (
        <>
          <LogTable rows={page.rows} path={path} now={now} />
          <div className="mt-3">
            <ListPages
              label="Pages of the activity log"
              path={path}
              query={{ search: "", vault, action, user, page: query.page }}
              page={page}
            />
          </div>
        </>
      ) : (
        <Card>
          <EmptyState
            icon={<ScrollText />}
            title={isFiltered ? "No entries found" : "No activity yet"}
            action={isFiltered ? <ButtonLink href={path}>Clear the filter</ButtonLink> : undefined}
          >
            {isFiltered
              ? "No entry matches these filters."
              : "Every change to an administrator vault is listed here, with who made it and when."}
          </EmptyState>
        </Card>
      )}
    </>
  );
});
