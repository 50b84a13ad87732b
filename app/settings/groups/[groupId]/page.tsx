import { UsersRound } from "lucide-react";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IdBadge } from "@/components/ui/id-badge";
import { PageHead } from "@/components/ui/page-head";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { groupChoice, whyMembersStay } from "@/lib/core/workspace/group";
import { groupMemberQuery } from "@/lib/core/workspace/group-list";
import { findGroup, listGroupMembersPage } from "@/lib/operations/workspace/groups";
import { BackLink } from "../../_components/back-link";
import { KeepFocus } from "../../_components/keep-focus";
import { keptBySearch } from "../../_components/list-href";
import { ListPages } from "../../_components/list-pages";
import { SearchField } from "../../_components/search-field";
import { settingsPage, settingsTitle } from "../../_components/settings-page";
import { AddMembersDialog } from "../_components/add-members-dialog";
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

export const generateMetadata = settingsTitle(
  "groups.manage",
  async (actor, { groupId }) => (await shownGroup(actor, groupId)).name,
);

export default settingsPage("groups.manage", groupMemberQuery, async ({ actor, query, params, now }) => {
  const group = await shownGroup(actor, params.groupId);
  const { total, page } = await listGroupMembersPage(actor, group, query);
  const path = `/settings/groups/${group.id}`;
  const workspaceId = actor.workspaceId;
  const add = whyMembersStay(group.builtIn) ? null : (
    <AddMembersDialog workspaceId={workspaceId} group={group} isAdmins={group.builtIn === "admins"} />
  );

  return (
    <>
      <BackLink href="/settings/groups">User groups</BackLink>
      <PageHead
        title={group.name}
        description={group.description}
        actions={
          <>
            {group.builtIn ? null : (
              <>
                <EditGroupDialog workspaceId={workspaceId} group={group} />
                <DeleteGroupDialog workspaceId={workspaceId} group={group} members={total} />
              </>
            )}
            {add}
          </>
        }
      />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        {total === 0 ? null : (
          <SearchField label="Name, e-mail or ID" value={query.search} hidden={keptBySearch(query)} />
        )}
        <div className="flex items-center gap-2 sm:ml-auto">
          {group.builtIn ? <Badge tone="outline">Built in</Badge> : null}
          <IdBadge value={group.id} label="ID of the group" />
        </div>
      </div>
      <KeepFocus rows={page.rows.length}>
        {page.total === 0 ? (
          <EmptyState
            icon={<UsersRound />}
            title={total === 0 ? "Nobody in it yet" : "Nobody fits"}
            action={total === 0 ? null : <ButtonLink href={path}>Clear the search</ButtonLink>}
          >
            {total === 0
              ? (whyMembersStay(group.builtIn) ?? "Add the people and service accounts that belong together.")
              : "No member of this group fits the search."}
          </EmptyState>
        ) : (
          <>
            <GroupMemberTable
              workspaceId={workspaceId}
              group={group}
              rows={page.rows}
              own={{ userId: actor.userId }}
              path={path}
              query={query}
              now={now}
            />
            <div className="mt-3">
              <ListPages label="Pages of members" path={path} query={query} page={page} />
            </div>
          </>
        )}
      </KeepFocus>
    </>
  );
});
