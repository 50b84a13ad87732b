"use client";

import type { ComponentProps } from "react";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { RefreshCw } from "@/components/ui/icons";
import {
  openPortalAction,
  requestDowngradeAction,
  resumeSubscriptionAction,
  syncFromStripeAction,
  undoDowngradeAction,
} from "../actions";
import { BillingForm, type FormAction } from "./billing-form";

type Sent = { workspaceId: string; formAction: FormAction<undefined> };

/** The copy of what Stripe knows is made again. */
export function SyncButton(sent: Sent) {
  return (
    <SendButton
      {...sent}
      action={syncFromStripeAction}
      variant="ghost"
      icon={<RefreshCw aria-hidden />}
      label="Sync from Stripe"
    />
  );
}

export function UndoDowngradeButton(sent: Sent) {
  return <SendButton {...sent} action={undoDowngradeAction} label="Keep Pro" />;
}

export function ResumeButton(sent: Sent) {
  return <SendButton {...sent} action={resumeSubscriptionAction} label="Resume Pro" />;
}

/** For browsers without scripts, which can't be asked to confirm: it can be undone. */
export function DowngradeButton(sent: Sent) {
  return (
    <SendButton
      {...sent}
      action={requestDowngradeAction}
      label="Downgrade to Free at the end of the period"
    />
  );
}

function SendButton({
  workspaceId,
  formAction,
  action,
  label,
  ...look
}: Sent & { action: typeof syncFromStripeAction; label: string } & Pick<
    ComponentProps<typeof Button>,
    "variant" | "icon"
  >) {
  const { run, pending, refusal } = useAction(action);
  return (
    <BillingForm formAction={formAction} onSend={() => run(workspaceId, {})} refusal={refusal}>
      <Button type="submit" pending={pending} {...look}>
        {label}
      </Button>
    </BillingForm>
  );
}

export type PortalFormAction = FormAction<{ url: string }>;

/** Leads to a page of Stripe's. */
export function PortalButton({
  workspaceId,
  formAction,
  open,
  children,
}: {
  workspaceId: string;
  formAction: PortalFormAction;
  open: "billing_info" | "payment_methods";
  children: string;
}) {
  const { run, pending, refusal } = useAction(openPortalAction, {
    onDone: ({ url }) => window.location.assign(url),
  });
  return (
    <BillingForm
      formAction={formAction}
      onSend={() => run(workspaceId, { open })}
      refusal={refusal}
      fields={{ open }}
      urlOf={({ url }) => url}
    >
      <Button type="submit" pending={pending}>
        {children}
      </Button>
    </BillingForm>
  );
}
