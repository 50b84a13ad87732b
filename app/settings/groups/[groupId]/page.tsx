import { notFound } from "next/navigation";
import { cache } from "react";
import { whatCanHref } from "@/app/_components/access/question-href";
import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { ListPage } from "@/app/_components/list/list-page";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { UsersRound } from "@/components/ui/icons";
import { IdBadge } from "@/components/ui/id-badge";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { groupChoice } from "@/lib/core/workspace/group";
import { groupMemberQuery } from "@/lib/core/workspace/group-list";
import { whyMembersStay } from "@/lib/core/workspace/group-words";
import { findGroup, listGroupMembersPage } from "@/lib/operations/workspace/groups";
import { BackLink } from "../../_components/back-link";
import { AddMembersButton } from "../_components/add-members-button";
import { DeleteGroupDialog } from "../_components/delete-group-dialog";
import { EditGroupDialog } from "../_components/edit-group-dialog";
import { GroupMemberTable } from "../_components/group-member-table";

/** Read once, for the page and for its title. */
const shownGroup = cache(async (actor: ActorWith<"groups.manage">, groupId: string | undefined) => {
  const choice = groupChoice.safeParse({ groupId });
  const group = choice.success ? await findGroup(actor, choice.data) : undefined;
  if (!group) notFound();
  return group;
});

export const generateMetadata = workspaceTitle(
  "groups.manage",
  async (actor, { groupId }) => (await shownGroup(actor, groupId)).name,
);

export default workspacePage("groups.manage", groupMemberQuery, async ({ actor, query, params, now }) => {
  const group = await shownGroup(actor, params.groupId);
  const { total, page } = await listGroupMembersPage(actor, group, query);
  const path = `/settings/groups/${group.id}`;
  const workspaceId = actor.workspaceId;
  const add = whyMembersStay(group.builtIn) ? null : (
    <AddMembersButton
      workspaceId={workspaceId}
      group={{ id: group.id, name: group.name }}
      isAdmins={group.builtIn === "admins"}
    />
  );

  return (
    <>
      <BackLink href="/settings/groups">User groups</BackLink>
      <ListPage
        title={group.name}
        description={group.description}
        actions={
          <>
            <ButtonLink href={whatCanHref({ subject: group.id })} prefetch={false}>
              Access to resources
            </ButtonLink>
            {group.builtIn ? null : (
              <>
                <EditGroupDialog workspaceId={workspaceId} group={group} />
                <DeleteGroupDialog workspaceId={workspaceId} group={{ ...group, members: total }} />
              </>
            )}
            {add}
          </>
        }
        path={path}
        query={query}
        page={page}
        noun="members"
        icon={<UsersRound />}
        searchLabel="Name, e-mail or ID"
        filters={
          <div className="flex items-center gap-2 sm:ml-auto">
            {group.builtIn ? <Badge tone="outline">Built in</Badge> : null}
            <IdBadge value={group.id} label="ID of the group" />
          </div>
        }
        nothingFits={{ title: "No members found", text: "No member of this group matches your search." }}
        nothingYet={{
          title: "No members yet",
          text: whyMembersStay(group.builtIn) ?? "Add users and service accounts to this group.",
        }}
      >
        <GroupMemberTable
          workspaceId={workspaceId}
          group={group}
          rows={page.rows}
          own={{ userId: actor.userId }}
          path={path}
          query={query}
          now={now}
        />
      </ListPage>
    </>
  );
});
