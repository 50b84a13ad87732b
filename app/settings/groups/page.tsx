import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ListPage } from "@/app/_components/list/list-page";
import { Boxes } from "@/components/ui/icons";
import { groupQuery } from "@/lib/core/workspace/group-list";
import { listGroupsPage } from "@/lib/operations/workspace/groups";
import { GroupTable } from "./_components/group-table";
import { NewGroupButton } from "./_components/new-group-button";

export const metadata: Metadata = { title: "User groups" };

const path = "/settings/groups";

export default workspacePage("groups.manage", groupQuery, async ({ actor, query }) => {
  const page = await listGroupsPage(actor, query);

  return (
    <ListPage
      title="User groups"
      description={`Members of a group in ${actor.workspaceName} get the access that the group has.`}
      actions={<NewGroupButton workspaceId={actor.workspaceId} />}
      path={path}
      query={query}
      page={page}
      noun="user groups"
      icon={<Boxes />}
      searchLabel="Name, description or ID"
      nothingFits={{ title: "No groups found", text: "No group name or description matches your search." }}
    >
      <GroupTable workspaceId={actor.workspaceId} rows={page.rows} path={path} query={query} />
    </ListPage>
  );
});
