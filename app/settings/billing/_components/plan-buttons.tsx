"use client";

import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { RefreshCw } from "@/components/ui/icons";
import {
  openPortalAction,
  resumeSubscriptionAction,
  syncFromStripeAction,
  undoDowngradeAction,
} from "../actions";

/** The copy of what Stripe knows is made again. */
export function SyncButton({ workspaceId }: { workspaceId: string }) {
  const { run, pending, refusal } = useAction(syncFromStripeAction);
  return (
    <>
      <Button
        variant="ghost"
        icon={<RefreshCw aria-hidden />}
        pending={pending}
        onClick={() => run(workspaceId, {})}
      >
        Sync from Stripe
      </Button>
      <OutcomeNotice refusal={refusal} />
    </>
  );
}

export function UndoDowngradeButton({ workspaceId }: { workspaceId: string }) {
  const { run, pending, refusal } = useAction(undoDowngradeAction);
  return (
    <>
      <Button pending={pending} onClick={() => run(workspaceId, {})}>
        Keep Pro
      </Button>
      <OutcomeNotice refusal={refusal} />
    </>
  );
}

export function ResumeButton({ workspaceId }: { workspaceId: string }) {
  const { run, pending, refusal } = useAction(resumeSubscriptionAction);
  return (
    <>
      <Button pending={pending} onClick={() => run(workspaceId, {})}>
        Resume Pro
      </Button>
      <OutcomeNotice refusal={refusal} />
    </>
  );
}

/** Leads to a page of Stripe's. */
export function PortalButton({
  workspaceId,
  open,
  children,
}: {
  workspaceId: string;
  open: "billing_info" | "payment_methods";
  children: string;
}) {
  const { run, pending, refusal } = useAction(openPortalAction, {
    onDone: ({ url }) => window.location.assign(url),
  });
  return (
    <>
      <Button pending={pending} onClick={() => run(workspaceId, { open })}>
        {children}
      </Button>
      <OutcomeNotice refusal={refusal} />
    </>
  );
}
