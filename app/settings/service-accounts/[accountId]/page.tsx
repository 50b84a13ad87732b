import { notFound } from "next/navigation";
import { cache } from "react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { IdBadge } from "@/components/ui/id-badge";
import { PageHead } from "@/components/ui/page-head";
import { PropertyList } from "@/components/ui/property-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { credentialQuery } from "@/lib/core/credentials/inputs";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { serviceAccountChoice } from "@/lib/core/workspace/service-account";
import {
  findServiceAccount,
  listServiceAccountCredentials,
} from "@/lib/operations/workspace/service-accounts";
import { clientUrls } from "@/lib/server/client-urls";
import { BackLink } from "../../_components/back-link";
import { GroupBadges } from "../../_components/group-badges";
import { settingsPage, settingsTitle } from "../../_components/settings-page";
import { AccountActions } from "../_components/account-actions";
import { AccountCredentials } from "../_components/account-credentials";

/** Read once, for the page and for its title. */
const shownAccount = cache(
  async (actor: ActorWith<"service_accounts.manage">, accountId: string | undefined) => {
    const choice = serviceAccountChoice.safeParse({ accountId });
    const account = choice.success ? await findServiceAccount(actor, choice.data) : undefined;
    if (!account) notFound();
    return account;
  },
);

export const generateMetadata = settingsTitle(
  "service_accounts.manage",
  async (actor, { accountId }) => (await shownAccount(actor, accountId)).name,
);

export default settingsPage(
  "service_accounts.manage",
  credentialQuery,
  async ({ actor, query, params, now }) => {
    const account = await shownAccount(actor, params.accountId);
    const credentials = await listServiceAccountCredentials(actor, { accountId: account.id }, query.page);

    return (
      <>
        <BackLink href="/settings/service-accounts">Service accounts</BackLink>
        <PageHead
          title={account.name}
          description={`A service account of ${actor.workspaceName}. It has API credentials and can’t sign in here.`}
          actions={<AccountActions workspaceId={actor.workspaceId} account={account} />}
        />
        <Card>
          <Section title="About">
            <PropertyList
              look="flat"
              items={[
                { label: "ID", value: <IdBadge value={account.id} label="ID" /> },
                { label: "Groups", value: <GroupBadges names={account.groups} /> },
                { label: "Impersonation", value: <Impersonation allowed={account.mayImpersonate} /> },
                {
                  label: "Last active",
                  value: account.lastActiveAt ? (
                    <RelativeTime at={account.lastActiveAt} now={now} />
                  ) : (
                    "Never"
                  ),
                },
                { label: "Created", value: <RelativeTime at={account.createdAt} now={now} /> },
              ]}
            />
          </Section>
          <AccountCredentials
            workspace={{ id: actor.workspaceId, name: actor.workspaceName }}
            userId={actor.userId}
            account={{ id: account.id, name: account.name }}
            urls={clientUrls()}
            page={credentials}
            now={now}
          />
        </Card>
      </>
    );
  },
);

function Impersonation({ allowed }: { allowed: boolean }) {
  if (!allowed) return <span className="text-muted">Not allowed</span>;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge tone="ok">Allowed</Badge>
      <span className="text-muted">
        An agent started with <code>--use-owner-token</code> runs each task as its owner.
      </span>
    </span>
  );
}
