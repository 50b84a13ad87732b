import { Users } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Meter } from "@/components/ui/meter";
import { PageHead } from "@/components/ui/page-head";
import { Pagination } from "@/components/ui/pagination";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { type MemberQuery, memberQuery } from "@/lib/core/workspace/member-list";
import { listMembersPage, type MemberCounts } from "@/lib/operations/members";
import { now } from "@/lib/server/clock";
import { requireActor } from "@/lib/server/current-actor";
import { isMailConfigured } from "@/lib/server/mail";
import { SearchField } from "../_components/search-field";
import { InviteDialog } from "./_components/invite-dialog";
import { MemberTable } from "./_components/member-table";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | undefined>>;
}) {
  const actor = await requireActor("members.manage");
  const query = memberQuery.parse(await searchParams);
  const { page, counts } = await listMembersPage(actor, query);
  const mailed = isMailConfigured();
  const invite = (
    <InviteDialog workspace={{ id: actor.workspaceId, name: actor.workspaceName }} mailed={mailed} />
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
        <SearchField
          label="Name, e-mail or ID"
          value={query.search}
          hidden={{ status: query.status, sort: query.sort }}
        />
        <SegmentedLinks
          label="Status"
          options={(["all", "active", "pending"] as const).map((status) => ({
            href: hrefOf({ ...query, status, page: 1 }),
            label: labels[status],
            count: counts[status],
            current: query.status === status,
          }))}
        />
        <Seats counts={counts} workspaceName={actor.workspaceName} />
      </div>
      {page.total === 0 ? (
        <EmptyState
          icon={<Users />}
          title={isFiltered ? "Nobody fits" : "Nobody here yet"}
          action={isFiltered ? <ButtonLink href="/settings/users">Clear the filter</ButtonLink> : invite}
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
            mailed={mailed}
            own={{ userId: actor.userId, isOwner: actor.role === "owner" }}
            sorting={{
              sort: query.sort,
              descending: query.descending,
              hrefs: {
                name: sortHref(query, "name"),
                joined: sortHref(query, "joined"),
                sign_in: sortHref(query, "sign_in"),
                active: sortHref(query, "active"),
              },
            }}
            now={now().getTime()}
          />
          <div className="mt-3">
            <Pagination
              from={page.from}
              to={page.to}
              total={page.total}
              previousHref={page.number > 1 ? hrefOf({ ...query, page: page.number - 1 }) : undefined}
              nextHref={page.number < page.count ? hrefOf({ ...query, page: page.number + 1 }) : undefined}
              label="Pages of users"
            />
          </div>
        </>
      )}
    </>
  );
}

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

function hrefOf(query: MemberQuery): string {
  const params = new URLSearchParams();
  if (query.search) params.set("search", query.search);
  if (query.status !== "all") params.set("status", query.status);
  if (query.sort !== "name") params.set("sort", query.sort);
  if (query.descending) params.set("descending", "1");
  if (query.page > 1) params.set("page", String(query.page));
  const text = params.toString();
  return text ? `/settings/users?${text}` : "/settings/users";
}

function sortHref(query: MemberQuery, sort: MemberQuery["sort"]): string {
  return hrefOf({ ...query, sort, descending: query.sort === sort && !query.descending, page: 1 });
}
