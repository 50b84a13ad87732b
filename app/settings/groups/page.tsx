import { Boxes } from "lucide-react";
import type { Metadata } from "next";
import { groupQuery } from "@/lib/core/workspace/group-list";
import { listGroupsPage } from "@/lib/operations/workspace/groups";
import { ListPage } from "../_components/list-page";
import { settingsPage } from "../_components/settings-page";
import { GroupTable } from "./_components/group-table";
import { NewGroupDialog } from "./_components/new-group-dialog";

export const metadata: Metadata = { title: "User groups" };

const path = "/settings/groups";

export default settingsPage("groups.manage", groupQuery, async ({ actor, query }) => {
  const page = await listGroupsPage(actor, query);

  return (
    <ListPage
      title="User groups"
      description={`What is given to a group in ${actor.workspaceName} is given to each of its members, for as long as they are in it.`}
      actions={<NewGroupDialog workspaceId={actor.workspaceId} />}
      path={path}
      query={query}
      page={page}
      noun="user groups"
      icon={<Boxes />}
      searchLabel="Name, description or ID"
      nothingFits={{ title: "No group fits", text: "No group has this in its name or description." }}
    >
      <GroupTable workspaceId={actor.workspaceId} rows={page.rows} path={path} query={query} />
    </ListPage>
  );
});
