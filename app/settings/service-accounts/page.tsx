import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ListPage } from "@/app/_components/list/list-page";
import { Bot } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import { serviceAccountQuery } from "@/lib/core/workspace/service-account";
import { listServiceAccountsPage } from "@/lib/operations/workspace/service-accounts";
import { clientUrls } from "@/lib/server/client-urls";
import { AccountTable } from "./_components/account-table";
import { NewAccountButton } from "./_components/new-account-button";

export const metadata: Metadata = { title: "Service accounts" };

const path = "/settings/service-accounts";

export default workspacePage(
  "service_accounts.manage",
  serviceAccountQuery,
  async ({ actor, query, now }) => {
    const { workspaceId, workspaceName } = actor;
    const page = await listServiceAccountsPage(actor, query);

    return (
      <ListPage
        title="Service accounts"
        description={`Accounts for agents, CI jobs and other programs in ${workspaceName}. They have API credentials and can’t sign in here.`}
        actions={
          <NewAccountButton workspace={{ id: workspaceId, name: workspaceName }} urls={clientUrls()} />
        }
        path={path}
        query={query}
        page={page}
        noun="service accounts"
        icon={<Bot />}
        searchLabel="Name or ID"
        nothingFits={{ title: "No service accounts found", text: "No name or ID matches your search." }}
        nothingYet={{
          title: "No service accounts yet",
          text: "Give an agent or a CI job its own account, so that it keeps working when a person leaves.",
          link: <Link href="/settings/help">Connect a client</Link>,
        }}
      >
        <AccountTable workspaceId={workspaceId} rows={page.rows} path={path} query={query} now={now} />
      </ListPage>
    );
  },
);
