import type { Metadata } from "next";
import type { ReactNode } from "react";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ButtonLink } from "@/components/ui/button";
import { CreditCard, ReceiptText } from "@/components/ui/icons";
import { PageHead } from "@/components/ui/page-head";
import { Section } from "@/components/ui/section";
import { whyNotFree } from "@/lib/core/billing/downgrade";
import { dayOfReaching } from "@/lib/core/usage/forecast";
import { monthOf, usageQuery } from "@/lib/core/usage/usage";
import { grant } from "@/lib/core/workspace/actor";
import { findPlanSummary } from "@/lib/operations/billing/overview";
import { invitationMails } from "@/lib/operations/invitations/invitations";
import { chartCalls, listUsage } from "@/lib/operations/usage/usage";
import { InviteDialog } from "../_components/invite-dialog";
import { BillingInfoCard } from "./_components/billing-info-card";
import { CallsCard } from "./_components/calls-card";
import { dateText } from "./_components/date-text";
import { DowngradeDialog } from "./_components/downgrade-dialog";
import { Figures } from "./_components/figures";
import { DowngradeButton, SyncButton } from "./_components/plan-buttons";
import { OtherSubscriptionsNotice, PlanNotice } from "./_components/plan-notice";
import { PricingCard } from "./_components/pricing-card";
import { ProCard } from "./_components/pro-card";
import { UsageCard } from "./_components/usage-card";
import { usageHref } from "./_components/usage-href";
import { requestDowngradeFormAction, syncFromStripeFormAction } from "./actions";

export const metadata: Metadata = { title: "Usage & billing" };

export default workspacePage("usage.view", usageQuery, async ({ actor, account, query, now }) => {
  const { workspaceId, workspaceName } = actor;
  const month = monthOf(query.month, new Date(now));
  const payer = grant(actor, "billing.manage");
  if (!payer) throw new Error("An admin can’t manage the billing.");
  const [summary, chart, list] = await Promise.all([
    findPlanSummary(payer),
    chartCalls(actor, month, query),
    listUsage(actor, month, query),
  ]);
  const { billing } = summary;
  const subscribed = billing?.entitlement.plan === "pro" ? billing.account : null;
  const isCurrent = month.next > new Date(now).toISOString().slice(0, 7);
  const monthHref = (id: string) => usageHref({ ...query, month: id, page: 1 });
  const includedCalls = summary.limits.included.calls;

  let planActions: ReactNode = null;
  if (subscribed) {
    planActions = (
      <>
        <ButtonLink href="#billing-info" icon={<CreditCard aria-hidden />}>
          My billing info
        </ButtonLink>
        <ButtonLink href="/settings/billing/invoices" icon={<ReceiptText aria-hidden />}>
          My invoices
        </ButtonLink>
        {billing?.entitlement.notice?.kind === "ending" ? null : (
          <DowngradeDialog
            workspaceId={workspaceId}
            name={workspaceName}
            endsOn={subscribed.periodEnd ? dateText(subscribed.periodEnd) : undefined}
            reasons={whyNotFree({ users: summary.people, ...list.stored })}
          />
        )}
      </>
    );
  } else if (billing) {
    planActions = (
      <>
        {billing.hasInvoices ? <ButtonLink href="/settings/billing/invoices">My invoices</ButtonLink> : null}
        <ButtonLink href="#pricing">View pricing</ButtonLink>
        <ButtonLink href="/settings/billing/upgrade" variant="primary">
          Upgrade now
        </ButtonLink>
      </>
    );
  }

  return (
    <>
      <PageHead
        title="Usage & billing"
        description={`What ${workspaceName} uses. API calls are those of ${month.name}.`}
        actions={planActions}
      />
      {subscribed && billing?.entitlement.notice?.kind !== "ending" ? (
        <noscript>
          <div className="mb-4">
            <DowngradeButton
              workspaceId={workspaceId}
              formAction={requestDowngradeFormAction.bind(null, workspaceId)}
            />
          </div>
        </noscript>
      ) : null}
      {billing?.entitlement.notice ? (
        <PlanNotice workspaceId={workspaceId} notice={billing.entitlement.notice} />
      ) : null}
      <OtherSubscriptionsNotice ids={billing?.account?.otherSubscriptionIds ?? []} />
      {billing && subscribed ? (
        <ProCard
          workspaceId={workspaceId}
          account={subscribed}
          entitlement={billing.entitlement}
          lastCharge={billing.lastCharge}
          now={now}
        />
      ) : null}
      <Figures
        head={
          <Section
            title={billing && !subscribed ? "Free" : "Usage"}
            description={billing && !subscribed ? "Nothing is charged" : undefined}
            actions={
              <>
                {billing?.account && !subscribed ? (
                  <SyncButton
                    workspaceId={workspaceId}
                    formAction={syncFromStripeFormAction.bind(null, workspaceId)}
                  />
                ) : null}
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
          isCurrent && includedCalls !== undefined
            ? dayOfReaching(includedCalls, chart.total, { days: month.days, now: new Date(now) })
            : undefined
        }
      />
      {billing && !subscribed ? <PricingCard /> : null}
      <CallsCard
        chart={chart}
        query={query}
        monthName={month.name}
        months={
          <>
            <ButtonLink href={monthHref(month.previous)} rel="prev" variant="ghost">
              Previous month
            </ButtonLink>
            {isCurrent ? null : (
              <ButtonLink href={monthHref(month.next)} rel="next" variant="ghost">
                Next month
              </ButtonLink>
            )}
          </>
        }
      />
      <UsageCard
        list={list}
        calls={chart.total}
        query={query}
        monthId={month.id}
        monthName={month.name}
        now={now}
      />
      {subscribed ? (
        <BillingInfoCard
          workspaceId={workspaceId}
          card={subscribed.card}
          address={subscribed.address}
          email={subscribed.email}
        />
      ) : null}
    </>
  );
});
