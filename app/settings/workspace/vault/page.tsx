import type { Metadata } from "next";
import { noQuery, workspacePage } from "@/app/_components/frame/workspace-page";
import { PageHead } from "@/components/ui/page-head";
import { grant } from "@/lib/core/workspace/actor";
import { findOwnVault } from "@/lib/operations/vaults/vaults";
import { BackLink } from "../../_components/back-link";
import { saveOwnVaultFormAction } from "../actions";
import { PlainVaultForm } from "./_components/plain-vault-form";

export const metadata: Metadata = { title: "Edit the configuration vault" };

/** The same as the editor of the workspace's page, for browsers without scripts. */
export default workspacePage("vaults.edit_own", noQuery, async ({ actor }) => {
  const reader = grant(actor, "vaults.read_own");
  if (!reader) return null;
  return (
    <>
      <BackLink href="/settings/workspace#vault">Workspace</BackLink>
      <PageHead
        title="Edit the configuration vault"
        description="Merged over the configuration of every client that runs with your credentials."
      />
      <PlainVaultForm
        action={saveOwnVaultFormAction.bind(null, actor.workspaceId)}
        vault={await findOwnVault(reader)}
      />
    </>
  );
});
