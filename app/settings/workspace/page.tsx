import type { Metadata } from "next";
import { Avatar } from "@/components/ui/avatar";
import { AvatarStack } from "@/components/ui/avatar-stack";
import { Badge } from "@/components/ui/badge";
import { IdBadge } from "@/components/ui/id-badge";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { grant } from "@/lib/core/workspace/actor";
import { whyNotLeave } from "@/lib/core/workspace/leaving";
import { listCredentialsPage } from "@/lib/operations/credentials";
import { listFaces } from "@/lib/operations/memberships";
import { findOwnVault } from "@/lib/operations/vaults";
import { clientAddresses } from "@/lib/server/client-addresses";
import { now } from "@/lib/server/clock";
import { requireActor } from "@/lib/server/current-actor";
import { isMailConfigured } from "@/lib/server/mail";
import { ownWorkspaces } from "../own-workspaces";
import { InviteDialog } from "../users/_components/invite-dialog";
import { CredentialSection } from "./_components/credential-section";
import { LeaveDialog } from "./_components/leave-dialog";
import { OtherWorkspace } from "./_components/other-workspace";
import { RenameDialog } from "./_components/rename-dialog";
import { VaultSection } from "./_components/vault-section";
import { VaultText } from "./_components/vault-text";

export const metadata: Metadata = { title: "Workspace" };

type Query = { credentials?: string; page?: string };

export default async function WorkspacePage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("workspace.view");
  const query = await searchParams;
  const manager = grant(actor, "credentials.manage_own");
  const vaultOwner = grant(actor, "vaults.read_own");
  const seesAll = grant(actor, "credentials.manage_all") !== undefined;
  const whose = seesAll && query.credentials === "everybody" ? "everybody" : "own";
  const switcher = grant(actor, "workspace.switch");
  const [credentials, members, vault, workspaces] = await Promise.all([
    manager && listCredentialsPage(manager, whose, Number(query.page ?? 1)),
    listFaces(actor),
    vaultOwner && findOwnVault(vaultOwner),
    switcher ? ownWorkspaces(switcher) : [],
  ]);
  const others = workspaces.filter(({ id }) => id !== actor.workspaceId);
  const isOwnPersonal = workspaces.some(
    ({ id, isPersonal, ownerUserId }) =>
      id === actor.workspaceId && isPersonal && ownerUserId === actor.userId,
  );
  const drawnAt = now().getTime();
  const people = members.total === 1 ? "1 person" : `${members.total} people`;

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
            {isOwnPersonal ? null : (
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
            addresses={clientAddresses()}
            userId={actor.userId}
            page={credentials}
            whose={whose}
            seesAll={seesAll}
            now={drawnAt}
          />
        ) : null}
        <div className="flex flex-wrap items-center gap-3.5 p-4">
          <AvatarStack people={members.faces} total={members.total} label={people} />
          <span>
            <strong className="font-semibold">{members.total}</strong>{" "}
            {members.total === 1 ? "person" : "people"} in this workspace
          </span>
          {grant(actor, "members.manage") ? (
            <span className="ml-auto">
              <InviteDialog
                workspace={{ id: actor.workspaceId, name: actor.workspaceName }}
                mailed={isMailConfigured()}
                variant="secondary"
              />
            </span>
          ) : null}
        </div>
        {vault ? (
          <VaultSection workspaceId={actor.workspaceId} vault={vault} now={drawnAt}>
            <VaultText vault={vault} now={drawnAt} label="Text of the configuration vault" />
          </VaultSection>
        ) : null}
      </Panel>
      {others.map((other) => (
        <OtherWorkspace key={other.id} activeId={actor.workspaceId} workspace={other} />
      ))}
    </>
  );
}
