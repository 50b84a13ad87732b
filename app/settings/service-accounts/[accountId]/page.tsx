import { notFound } from "next/navigation";
import { cache } from "react";
import { whatCanHref } from "@/app/_components/access/question-href";
import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { IdBadge } from "@/components/ui/id-badge";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { PropertyList } from "@/components/ui/property-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { credentialQuery } from "@/lib/core/credentials/inputs";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { serviceAccountChoice } from "@/lib/core/workspace/service-account";
import { previewServiceAccountVaults } from "@/lib/operations/vaults/vault-preview";
import {
  findServiceAccount,
  listServiceAccountCredentials,
} from "@/lib/operations/workspace/service-accounts";
import { clientUrls } from "@/lib/server/client-urls";
import { BackLink } from "../../_components/back-link";
import { GroupBadges } from "../../_components/group-badges";
import { AppliedVaults } from "../../_components/member-vault/applied-vaults";
import { VaultText } from "../../_components/member-vault/vault-text";
import { AccountActions } from "../_components/account-actions";
import { AccountCredentials } from "../_components/account-credentials";
import { AccountVault } from "../_components/account-vault";

/** Read once, for the page and for its title. */
const shownAccount = cache(
  async (actor: ActorWith<"service_accounts.manage">, accountId: string | undefined) => {
    const choice = serviceAccountChoice.safeParse({ accountId });
    const account = choice.success ? await findServiceAccount(actor, choice.data) : undefined;
    if (!account) notFound();
    return account;
  },
);

export const generateMetadata = workspaceTitle(
  "service_accounts.manage",
  async (actor, { accountId }) => (await shownAccount(actor, accountId)).name,
);

export default workspacePage(
  "service_accounts.manage",
  credentialQuery,
  async ({ actor, query, params, now }) => {
    const account = await shownAccount(actor, params.accountId);
    const accountId = account.id;
    const historyHref = `/settings/service-accounts/${accountId}/vault-history`;
    const [credentials, vaults] = await Promise.all([
      listServiceAccountCredentials(actor, { accountId }, query.page),
      previewServiceAccountVaults(actor, { accountId }),
    ]);

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
                  label: "Access decisions",
                  // Admins may always ask.
                  value: <AccessDecisions allowed={account.mayAskDecisions || account.admin} />,
                },
                {
                  label: "Last active",
                  value: account.lastActiveAt ? (
                    <RelativeTime at={account.lastActiveAt} now={now} />
                  ) : (
                    "Never"
                  ),
                },
                {
                  label: "Configuration",
                  value: (
                    <Link href={`/settings/service-accounts/${account.id}/configuration`}>
                      Effective configuration
                    </Link>
                  ),
                },
                {
                  label: "Access",
                  value: <Link href={whatCanHref({ subject: account.id })}>Access to resources</Link>,
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
          <AccountVault
            workspaceId={actor.workspaceId}
            account={{ id: account.id, name: account.name }}
            vault={vaults.own.vault}
            level={2}
            now={now}
          >
            <VaultText
              preview={vaults.own}
              historyHref={historyHref}
              now={now}
              label="Text of the configuration vault"
            />
          </AccountVault>
          <AppliedVaults vaults={vaults.applied} whose="Its clients" level={2} />
        </Card>
      </>
    );
  },
);

function AccessDecisions({ allowed }: { allowed: boolean }) {
  if (!allowed) return <span className="text-muted">Not allowed</span>;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge tone="ok">Allowed</Badge>
      <span className="text-muted">Its programs may ask the decision API what every member can do.</span>
    </span>
  );
}

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
