import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ListPage } from "@/app/_components/list/list-page";
import { ButtonLink } from "@/components/ui/button";
import { ScrollText, Vault } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { adminVaultQuery } from "@/lib/core/vault/admin-vault";
import { listAdminVaultsPage } from "@/lib/operations/vaults/admin-vault-list";
import { NewVaultButton } from "./_components/new-vault-button";
import { VaultTable } from "./_components/vault-table";

export const metadata: Metadata = { title: "Administrator vaults" };

const path = "/settings/admin-vaults";

export default workspacePage("vaults.manage", adminVaultQuery, async ({ actor, query, now }) => {
  const page = await listAdminVaultsPage(actor, query);
  const unreadable = page.rows.filter(({ isUnreadable }) => isUnreadable);

  return (
    <ListPage
      title="Administrator vaults"
      description="Steward merges these configurations into every client of a group’s members. A later vault overrides an earlier one, and a member’s own vault overrides them all."
      actions={
        <>
          <ButtonLink href={`${path}/log`} icon={<ScrollText aria-hidden />}>
            Activity log
          </ButtonLink>
          <NewVaultButton workspaceId={actor.workspaceId} />
        </>
      }
      path={path}
      query={query}
      page={page}
      noun="administrator vaults"
      icon={<Vault />}
      searchLabel="Name, group or ID"
      nothingFits={{ title: "No vaults found", text: "No vault name, group or ID matches your search." }}
      nothingYet={{
        title: "No administrator vaults yet",
        text: "Give the clients of a whole group the same buckets, Docker images or package indexes: write the configuration once, and choose the groups that get it.",
        link: <Link href="/settings/help#administrator-vaults">How administrator vaults work</Link>,
      }}
    >
      {unreadable.length > 0 ? (
        <Notice
          tone="danger"
          className="mb-3"
          title="Some vaults can’t be read, so clients don’t receive them."
        >
          {unreadable.map(({ name }) => `“${name}”`).join(", ")}. Their secret key is missing, or the stored
          text was changed outside Steward. Restore the key, or edit the vault and write its text again.
        </Notice>
      ) : null}
      <VaultTable workspaceId={actor.workspaceId} page={page} path={path} query={query} now={now} />
    </ListPage>
  );
});
