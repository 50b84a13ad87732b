import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ButtonLink } from "@/components/ui/button";
import { PageHead } from "@/components/ui/page-head";
import { Section } from "@/components/ui/section";
import { dayOfReaching } from "@/lib/core/usage/forecast";
import { monthOf, usageQuery } from "@/lib/core/usage/usage";
import { grant } from "@/lib/core/workspace/actor";
import { invitationMails } from "@/lib/operations/invitations/invitations";
import { chartCalls, listUsage } from "@/lib/operations/usage/usage";
import { findWorkspaceSummary } from "@/lib/operations/workspace/memberships";
import { InviteDialog } from "../_components/invite-dialog";
import { CallsCard } from "./_components/calls-card";
import { Figures } from "./_components/figures";
import { UsageCard } from "./_components/usage-card";
import { usageHref } from "./_components/usage-href";

export const metadata: Metadata = { title: "Usage & billing" };

export default workspacePage("usage.view", usageQuery, async ({ actor, account, query, now }) => {
  const { workspaceId, workspaceName } = actor;
  const month = monthOf(query.month, new Date(now));
  const viewer = grant(actor, "workspace.view");
  if (!viewer) throw new Error("An admin can’t view the workspace.");
  const [summary, chart, list] = await Promise.all([
    findWorkspaceSummary(viewer),
    chartCalls(actor, month, query),
    listUsage(actor, month, query),
  ]);
  const isCurrent = month.next > new Date(now).toISOString().slice(0, 7);
  const monthHref = (id: string) => usageHref({ ...query, month: id, page: 1 });

  return (
    <>
      <PageHead
        title="Usage & billing"
        description={`What ${workspaceName} uses. API calls are those of ${month.name}.`}
        actions={
          <>
            <ButtonLink href={monthHref(month.previous)} rel="prev">
              Previous month
            </ButtonLink>
            {isCurrent ? null : (
              <ButtonLink href={monthHref(month.next)} rel="next">
                Next month
              </ButtonLink>
            )}
          </>
        }
      />
      <Figures
        head={
          <Section
            title="Usage"
            actions={
              <>
                <ButtonLink href="/settings/users" variant="ghost">
                  Manage users
                </ButtonLink>
                <InviteDialog
                  workspace={{ id: workspaceId, name: workspaceName }}
                  mails={invitationMails(account)}
                  variant="secondary"
                  landOn="/settings/users?status=pending"
                />
              </>
            }
          />
        }
        stored={list.stored}
        calls={chart.total}
        summary={summary}
        monthName={month.name}
        callsEndOn={
          isCurrent && summary.limits.included.calls !== undefined
            ? dayOfReaching(summary.limits.included.calls, chart.total, {
                days: month.days,
                now: new Date(now),
              })
            : undefined
        }
      />
      <CallsCard chart={chart} query={query} monthName={month.name} />
      <UsageCard list={list} query={query} monthId={month.id} monthName={month.name} now={now} />
    </>
  );
});
