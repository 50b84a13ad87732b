import { Bot } from "lucide-react";
import type { Metadata } from "next";
import { Link } from "@/components/ui/link";
import { serviceAccountQuery } from "@/lib/core/workspace/service-account";
import { listServiceAccountsPage } from "@/lib/operations/workspace/service-accounts";
import { clientUrls } from "@/lib/server/client-urls";
import { ListPage } from "../_components/list-page";
import { settingsPage } from "../_components/settings-page";
import { AccountTable } from "./_components/account-table";
import { NewAccountDialog } from "./_components/new-account-dialog";

export const metadata: Metadata = { title: "Service accounts" };

const path = "/settings/service-accounts";

export default settingsPage("service_accounts.manage", serviceAccountQuery, async ({ actor, query, now }) => {
  const { workspaceId, workspaceName } = actor;
  const page = await listServiceAccountsPage(actor, query);

  return (
    <ListPage
      title="Service accounts"
      description={`Agents, CI jobs and other programs that act as themselves in ${workspaceName}: they have API credentials, and no sign-in here.`}
      actions={<NewAccountDialog workspace={{ id: workspaceId, name: workspaceName }} urls={clientUrls()} />}
      path={path}
      query={query}
      page={page}
      noun="service accounts"
      icon={<Bot />}
      searchLabel="Name or ID"
      nothingFits={{ title: "No service account fits", text: "No name or ID holds what you typed." }}
      nothingYet={{
        title: "No service accounts yet",
        text: "Give an agent or a CI job an account of its own, so that it does not stop when a person leaves.",
        link: <Link href="/settings/help">How a client signs in</Link>,
      }}
    >
      <AccountTable workspaceId={workspaceId} rows={page.rows} path={path} query={query} now={now} />
    </ListPage>
  );
});
