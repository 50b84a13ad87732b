import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { IdBadge } from "@/components/ui/id-badge";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { limitForRole } from "@/lib/core/credentials/expiry";
import { credentialQuery } from "@/lib/core/credentials/inputs";
import { grant } from "@/lib/core/workspace/actor";
import { whyNotLeave } from "@/lib/core/workspace/leaving";
import { isOwnPersonal } from "@/lib/core/workspace/personal";
import { listCredentialsPage } from "@/lib/operations/credentials/credentials";
import { invitationMails } from "@/lib/operations/invitations/invitations";
import { previewOwnVaults } from "@/lib/operations/vaults/vault-preview";
import { findWorkspaceSummary } from "@/lib/operations/workspace/memberships";
import { clientUrls } from "@/lib/server/client-urls";
import { InviteDialog } from "../_components/invite-dialog";
import { AppliedVaults } from "../_components/member-vault/applied-vaults";
import { VaultText } from "../_components/member-vault/vault-text";
import { AppliedVaultReader } from "./_components/applied-vault-reader";
import { LimitRow } from "./_components/credential-limit";
import { CredentialSection } from "./_components/credential-section";
import { LeaveDialog } from "./_components/leave-dialog";
import { Members } from "./_components/members";
import { OtherWorkspace } from "./_components/other-workspace";
import { OwnVault } from "./_components/own-vault";
import { RenameDialog } from "./_components/rename-dialog";

export const metadata: Metadata = { title: "Workspace" };

export default workspacePage("workspace.view", credentialQuery, async (page) => {
  const { actor, account, workspaces, query, now } = page;
  const manager = grant(actor, "credentials.manage_own");
  const vaultOwner = grant(actor, "vaults.read_own");
  const seesAll = grant(actor, "credentials.manage_all") !== undefined;
  const whose = seesAll ? query.credentials : "own";
  const [credentials, summary, vaults] = await Promise.all([
    manager && listCredentialsPage(manager, query),
    findWorkspaceSummary(actor),
    vaultOwner && previewOwnVaults(vaultOwner),
  ]);
  const others = workspaces.filter(({ id }) => id !== actor.workspaceId);
  // Somebody else's personal workspace, which one joined as a guest, is an ordinary one here.
  const personal = workspaces.find((workspace) => isOwnPersonal(workspace, actor.userId));

  return (
    <>
      <PageHead
        title="Workspace"
        description="The workspaces you belong to, with your API credentials and configuration vault in the active one."
      />
      <Panel
        leading={<Avatar id={actor.workspaceId} name={actor.workspaceName} shape="square" />}
        title={<span className="truncate">{actor.workspaceName}</span>}
        aside={
          <>
            <Badge tone="ok">Currently active</Badge>
            <IdBadge value={actor.workspaceId} label="workspace ID" />
          </>
        }
        actions={
          <>
            {grant(actor, "workspace.rename") ? (
              <RenameDialog workspaceId={actor.workspaceId} name={actor.workspaceName} />
            ) : null}
            {personal?.id === actor.workspaceId ? null : (
              <LeaveDialog
                workspaceId={actor.workspaceId}
                name={actor.workspaceName}
                reason={whyNotLeave(actor.role, false)}
              />
            )}
          </>
        }
      >
        {credentials ? (
          <CredentialSection
            workspace={{ id: actor.workspaceId, name: actor.workspaceName }}
            urls={clientUrls()}
            userId={actor.userId}
            page={credentials}
            query={{ ...query, credentials: whose }}
            seesAll={seesAll}
            ownLimit={limitForRole(actor.role, summary.maxCredentialDays)}
            now={now}
          >
            {grant(actor, "credentials.limit") ? (
              <LimitRow workspaceId={actor.workspaceId} days={summary.maxCredentialDays} />
            ) : null}
          </CredentialSection>
        ) : null}
        <div className="flex flex-wrap items-center gap-3.5 p-4">
          <Members {...summary} />
          {grant(actor, "members.manage") ? (
            <span className="ml-auto">
              <InviteDialog
                workspace={{ id: actor.workspaceId, name: actor.workspaceName }}
                mails={invitationMails(account)}
                variant="secondary"
                landOn="/settings/users?status=pending"
              />
            </span>
          ) : null}
        </div>
        {vaults ? (
          <>
            <OwnVault
              workspaceId={actor.workspaceId}
              vault={vaults.own.vault}
              plainHref="/settings/workspace/vault"
              now={now}
            >
              <VaultText
                preview={vaults.own}
                historyHref="/settings/workspace/vault-history"
                now={now}
                label="Text of the configuration vault"
              />
            </OwnVault>
            <AppliedVaults
              vaults={vaults.applied}
              whose="Your clients"
              readerOf={(vault) =>
                vault.type === "config" && !vault.isUnreadable ? (
                  <AppliedVaultReader workspaceId={actor.workspaceId} vault={vault} />
                ) : null
              }
            />
          </>
        ) : null}
        {vaultOwner ? (
          <Section
            level={3}
            title="Effective configuration"
            description="What your clients get from your vault and the administrator vaults together."
            actions={
              <ButtonLink href="/settings/workspace/effective-configuration">
                Show effective configuration
              </ButtonLink>
            }
          />
        ) : null}
      </Panel>
      {others.map((other) => (
        <OtherWorkspace
          key={other.id}
          activeId={actor.workspaceId}
          workspace={other}
          isPersonal={other.id === personal?.id}
        />
      ))}
    </>
  );
});
