import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { BillingNotice } from "@/lib/core/billing/subscription";
import { openPortalFormAction, resumeSubscriptionFormAction, undoDowngradeFormAction } from "../actions";
import { dateText } from "./date-text";
import { PortalButton, ResumeButton, UndoDowngradeButton } from "./plan-buttons";

/** What has to be known of the subscription, and what to do about it. */
export function PlanNotice({ workspaceId, notice }: { workspaceId: string; notice: BillingNotice }) {
  const updateCard = (
    <PortalButton
      workspaceId={workspaceId}
      formAction={openPortalFormAction.bind(null, workspaceId)}
      open="payment_methods"
    >
      Update payment methods
    </PortalButton>
  );
  switch (notice.kind) {
    case "unconfirmed":
      return (
        <Shown tone="warn" title="Your first payment is not confirmed." actions={payLink(notice.paymentUrl)}>
          Pro begins when Stripe has received it.
        </Shown>
      );
    case "payment_failed":
      return (
        <Shown
          tone="warn"
          title="The last payment failed."
          actions={
            <>
              {payLink(notice.paymentUrl)}
              {updateCard}
            </>
          }
        >
          Pro continues until {dateText(notice.graceEndsAt)}. Update the card, or pay the open invoice.
        </Shown>
      );
    case "unpaid":
      return (
        <Shown
          tone="danger"
          title="An invoice is unpaid, so the workspace is on Free."
          actions={payLink(notice.paymentUrl) ?? updateCard}
        >
          Everything that is stored stays readable. Pro returns when the invoice is paid.
        </Shown>
      );
    case "paused":
      return (
        <Shown
          tone="warn"
          title="Pro is paused."
          actions={
            <ResumeButton
              workspaceId={workspaceId}
              formAction={resumeSubscriptionFormAction.bind(null, workspaceId)}
            />
          }
        >
          Everything can be read and removed, and nothing can be added or changed.
        </Shown>
      );
    case "ending":
      return (
        <Shown
          tone="info"
          title={`Pro ends ${notice.endsAt ? `on ${dateText(notice.endsAt)}` : "with the paid period"}.`}
          actions={
            <UndoDowngradeButton
              workspaceId={workspaceId}
              formAction={undoDowngradeFormAction.bind(null, workspaceId)}
            />
          }
        >
          The workspace is then on Free. Everything that is stored stays readable.
        </Shown>
      );
    case "ended":
      return (
        <Shown tone="info" title="The subscription has ended.">
          You can upgrade again.
        </Shown>
      );
    case "unknown_status":
      return (
        <Shown tone="danger" title="Stripe reports a state that this version doesn’t know.">
          The workspace is on Free until the operator has updated Steward.
        </Shown>
      );
    case "other_mode":
      return (
        <Shown tone="warn" title="The subscription belongs to Stripe’s other mode.">
          A test subscription does not count on a live server, and the other way round.
        </Shown>
      );
  }
}

/** Live subscriptions of the workspace that nobody needs: only the operator can end these. */
export function OtherSubscriptionsNotice({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return null;
  const isOne = ids.length === 1;
  return (
    <Shown
      tone="danger"
      title={`The workspace pays for ${isOne ? "another subscription" : `${ids.length} other subscriptions`}.`}
    >
      One is enough. Ask the operator of this server to cancel {ids.join(" and ")} in the Stripe Dashboard,
      and to refund what {isOne ? "it has" : "they have"} cost. Then select Sync from Stripe.
    </Shown>
  );
}

function payLink(url: string | null): ReactNode {
  return url ? (
    <ButtonLink href={url} rel="noreferrer">
      Pay the invoice
    </ButtonLink>
  ) : null;
}

function Shown({
  tone,
  title,
  actions,
  children,
}: {
  tone: "info" | "warn" | "danger";
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Notice tone={tone} title={title} actions={actions} className="mb-4">
      {children}
    </Notice>
  );
}
