import { Users } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Meter } from "@/components/ui/meter";
import { PageHead } from "@/components/ui/page-head";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { memberQuery } from "@/lib/core/workspace/member-list";
import { invitationMails } from "@/lib/operations/invitations/invitations";
import { listMembersPage, type MemberCounts } from "@/lib/operations/workspace/members";
import { InviteDialog } from "../_components/invite-dialog";
import { KeepFocus } from "../_components/keep-focus";
import { keptBySearch, listHref } from "../_components/list-href";
import { ListPages } from "../_components/list-pages";
import { SearchField } from "../_components/search-field";
import { settingsPage } from "../_components/settings-page";
import { MemberTable } from "./_components/member-table";

export const metadata: Metadata = { title: "Users" };

const path = "/settings/users";

export default settingsPage("members.manage", memberQuery, async ({ actor, query, now }) => {
  const { page, counts } = await listMembersPage(actor, query);
  const mails = await invitationMails(actor);
  const invite = (
    <InviteDialog workspace={{ id: actor.workspaceId, name: actor.workspaceName }} mails={mails} />
  );
  const isFiltered = query.search !== "" || query.status !== "all";

  return (
    <>
      <PageHead
        title="Users"
        description={`People in ${actor.workspaceName}. Removing somebody ends their access and revokes their API credentials here at once.`}
        actions={invite}
      />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchField label="Name, e-mail or ID" value={query.search} hidden={keptBySearch(query)} />
        <SegmentedLinks
          label="Status"
          options={(["all", "active", "pending"] as const).map((status) => ({
            href: listHref(path, { ...query, status, page: 1 }),
            label: labels[status],
            count: counts[status],
            current: query.status === status,
          }))}
        />
        <Seats counts={counts} workspaceName={actor.workspaceName} />
      </div>
      <KeepFocus rows={page.rows.length}>
        {page.total === 0 ? (
          <EmptyState
            icon={<Users />}
            title={isFiltered ? "Nobody fits" : "Nobody here yet"}
            action={isFiltered ? <ButtonLink href={path}>Clear the filter</ButtonLink> : invite}
          >
            {isFiltered
              ? "No user or invitation fits the search and the status."
              : "Invite the people you work with."}
          </EmptyState>
        ) : (
          <>
            <MemberTable
              workspaceId={actor.workspaceId}
              rows={page.rows}
              mailed={mails === "sent"}
              own={{ userId: actor.userId, isOwner: actor.role === "owner" }}
              path={path}
              query={query}
              now={now}
            />
            <div className="mt-3">
              <ListPages label="Pages of users" path={path} query={query} page={page} />
            </div>
          </>
        )}
      </KeepFocus>
    </>
  );
});

const labels = { all: "All", active: "Active", pending: "Pending" };

function Seats({ counts, workspaceName }: { counts: MemberCounts; workspaceName: string }) {
  if (counts.seats === undefined) return null;
  const words = `${counts.active} / ${counts.seats} users in ${workspaceName}`;
  return (
    <div className="ml-auto flex items-center gap-2 text-control text-muted">
      {words}
      <Meter label="Seats" value={counts.active} max={counts.seats} valueText={words} className="w-40" />
    </div>
  );
}
