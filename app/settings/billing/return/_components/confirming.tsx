"use client";

import { useActionState, useEffect, useRef, useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button, ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { UpgradeState } from "@/lib/operations/billing/upgrade";
import type { FormAction } from "../../_components/billing-form";
import { confirmUpgradeAction } from "../../actions";

const askAgainMs = 3_000;

/** Asks until Stripe has confirmed the upgrade, or it is clear that it won't. */
export function Confirming({
  workspaceId,
  session,
  formAction,
}: {
  workspaceId: string;
  session: string;
  /** For browsers without scripts, which ask with a button. */
  formAction: FormAction<UpgradeState>;
}) {
  const [asked, send] = useActionState(formAction, null);
  const [state, setState] = useState<UpgradeState>(asked?.ok ? asked.value : { state: "confirming" });
  const { run, pending, refusal } = useAction(confirmUpgradeAction, { onDone: setState });
  const ask = useRef(run);
  useEffect(() => {
    ask.current = run;
  });
  const isWaiting = state.state === "confirming" && !refusal;
  useEffect(() => {
    if (!isWaiting) return;
    ask.current(workspaceId, { session });
    const timer = setInterval(() => ask.current(workspaceId, { session }), askAgainMs);
    return () => clearInterval(timer);
  }, [isWaiting, workspaceId, session]);

  const back = <ButtonLink href="/settings/billing">View the bill</ButtonLink>;
  const whyNot = refusal ?? (asked && !asked.ok ? asked.refusal : null);
  if (whyNot) {
    return (
      <>
        <OutcomeNotice refusal={whyNot} />
        <div className="mt-3 flex gap-2">
          <Button pending={pending} onClick={() => run(workspaceId, { session })}>
            Try again
          </Button>
          {back}
        </div>
      </>
    );
  }
  switch (state.state) {
    case "confirmed":
      return (
        <Notice role="status" tone="ok" title="The workspace is on Pro." actions={back}>
          Thank you. The invoice is in the payment history.
        </Notice>
      );
    case "confirming":
      return (
        <>
          <Notice role="status" tone="info" title="Your payment is being confirmed." actions={back}>
            This page shows the result by itself. You can also leave it: nothing is lost.
          </Notice>
          <noscript>
            <form action={send} className="mt-3">
              <input type="hidden" name="session" value={session} />
              <Button type="submit">Check now</Button>
            </form>
          </noscript>
        </>
      );
    case "expired":
      return (
        <Notice
          role="status"
          tone="warn"
          title="This payment page has expired."
          actions={<ButtonLink href="/settings/billing/upgrade">Upgrade again</ButtonLink>}
        >
          Nothing was charged.
        </Notice>
      );
    case "open":
      return (
        <Notice
          role="status"
          tone="warn"
          title="The payment is not complete."
          actions={state.url ? <ButtonLink href={state.url}>Continue to payment</ButtonLink> : back}
        >
          Nothing was charged yet.
        </Notice>
      );
  }
}
