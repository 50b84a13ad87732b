"use client";

import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { BillingForm, type FormAction } from "../../_components/billing-form";
import { startUpgradeAction } from "../../actions";

/** Leads to Stripe's page, where the card is entered. */
export function StartUpgradeButton({
  workspaceId,
  formAction,
}: {
  workspaceId: string;
  formAction: FormAction<{ url: string }>;
}) {
  const { run, pending, refusal } = useAction(startUpgradeAction, {
    onDone: ({ url }) => window.location.assign(url),
  });
  return (
    <BillingForm
      formAction={formAction}
      onSend={() => run(workspaceId, { agreed: "on" })}
      refusal={refusal}
      fields={{ agreed: "on" }}
      urlOf={({ url }) => url}
    >
      <Button type="submit" variant="primary" pending={pending}>
        Continue to payment
      </Button>
    </BillingForm>
  );
}
