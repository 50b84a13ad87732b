import { Boxes } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { groupQuery } from "@/lib/core/workspace/group-list";
import { listGroupsPage } from "@/lib/operations/workspace/groups";
import { KeepFocus } from "../_components/keep-focus";
import { keptBySearch } from "../_components/list-href";
import { ListPages } from "../_components/list-pages";
import { SearchField } from "../_components/search-field";
import { settingsPage } from "../_components/settings-page";
import { GroupTable } from "./_components/group-table";
import { NewGroupDialog } from "./_components/new-group-dialog";

export const metadata: Metadata = { title: "User groups" };

const path = "/settings/groups";

export default settingsPage("groups.manage", groupQuery, async ({ actor, query }) => {
  const page = await listGroupsPage(actor, query);

  return (
    <>
      <PageHead
        title="User groups"
        description={`What is given to a group in ${actor.workspaceName} is given to each of its members, for as long as they are in it.`}
        actions={<NewGroupDialog workspaceId={actor.workspaceId} />}
      />
      <div className="mb-3">
        <SearchField label="Name, description or ID" value={query.search} hidden={keptBySearch(query)} />
      </div>
      <KeepFocus rows={page.rows.length}>
        {page.total === 0 ? (
          <EmptyState
            icon={<Boxes />}
            title="No group fits"
            action={<ButtonLink href={path}>Clear the search</ButtonLink>}
          >
            No group has this in its name or description.
          </EmptyState>
        ) : (
          <>
            <GroupTable workspaceId={actor.workspaceId} rows={page.rows} path={path} query={query} />
            <div className="mt-3">
              <ListPages label="Pages of user groups" path={path} query={query} page={page} />
            </div>
          </>
        )}
      </KeepFocus>
    </>
  );
});
