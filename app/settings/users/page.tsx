import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { listHref } from "@/app/_components/list/list-href";
import { ListPage } from "@/app/_components/list/list-page";
import { Users } from "@/components/ui/icons";
import { Meter } from "@/components/ui/meter";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { memberQuery, memberStatuses } from "@/lib/core/workspace/member-list";
import { invitationMails } from "@/lib/operations/invitations/invitations";
import { listMembersPage, type MemberCounts } from "@/lib/operations/workspace/members";
import { InviteDialog } from "../_components/invite-dialog";
import { MemberTable } from "./_components/member-table";

export const metadata: Metadata = { title: "Users" };

const path = "/settings/users";
const statusLabels = { all: "All", active: "Active", pending: "Pending" };

export default workspacePage("members.manage", memberQuery, async ({ actor, account, query, now }) => {
  const { workspaceId, workspaceName } = actor;
  const { page, counts } = await listMembersPage(actor, query);
  const mails = invitationMails(account);

  return (
    <ListPage
      title="Users"
      description={`Users in ${workspaceName}. If you remove a user, their access ends and their API credentials are revoked immediately.`}
      actions={<InviteDialog workspace={{ id: workspaceId, name: workspaceName }} mails={mails} />}
      path={path}
      query={query}
      page={page}
      noun="users"
      icon={<Users />}
      searchLabel="Name, e-mail or ID"
      filters={
        <>
          <SegmentedLinks
            label="Status"
            options={memberStatuses.map((status) => ({
              href: listHref(path, { ...query, status, page: 1 }),
              label: statusLabels[status],
              count: counts[status],
              current: query.status === status,
            }))}
          />
          <Seats counts={counts} workspaceName={workspaceName} />
        </>
      }
      nothingFits={{
        title: "No members found",
        text: "No user or invitation matches the search and the status.",
      }}
    >
      <MemberTable
        workspaceId={workspaceId}
        rows={page.rows}
        mailed={mails === "sent"}
        own={{ userId: actor.userId, isOwner: actor.role === "owner" }}
        path={path}
        query={query}
        now={now}
      />
    </ListPage>
  );
});

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
