"use client";

import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { CreditCard } from "@/components/ui/icons";
import { PropertyList } from "@/components/ui/property-list";
import type { BillingAddress, Card } from "@/lib/core/billing/profile";
import { PortalButton, type PortalFormAction } from "./plan-buttons";

/** What Stripe has; both are changed on Stripe's own pages, so that no card comes here. */
export function BillingInfoDialog({
  workspaceId,
  formAction,
  card,
  address,
  email,
}: {
  workspaceId: string;
  formAction: PortalFormAction;
  card: Card | null;
  address: BillingAddress | null;
  email: string | null;
}) {
  const lines = address
    ? [
        address.name,
        address.line1,
        address.line2,
        [address.postalCode, address.city].filter(Boolean).join(" "),
        address.state,
        address.country,
      ].filter(Boolean)
    : [];
  return (
    <Dialog
      trigger={<Button icon={<CreditCard aria-hidden />}>My billing info</Button>}
      title="My billing info"
      description="Stripe keeps the card and the address. You change them on Stripe’s pages."
      footer={
        <DialogClose>
          <Button>Close</Button>
        </DialogClose>
      }
    >
      <PropertyList
        look="flat"
        items={[
          {
            label: "Card",
            value: card
              ? `${cardName(card.brand)} ending in ${card.last4}, expires ${String(card.expiryMonth).padStart(2, "0")}/${card.expiryYear}`
              : "No card",
            actions: (
              <PortalButton workspaceId={workspaceId} formAction={formAction} open="payment_methods">
                Update payment methods
              </PortalButton>
            ),
          },
          {
            label: "Address",
            value: lines.length > 0 ? lines.map((line) => <div key={line}>{line}</div>) : "No address",
            actions: (
              <PortalButton workspaceId={workspaceId} formAction={formAction} open="billing_info">
                Edit address
              </PortalButton>
            ),
          },
          { label: "Invoices to", value: email ?? "No e-mail address" },
        ]}
      />
    </Dialog>
  );
}

function cardName(brand: string): string {
  return brand.charAt(0).toUpperCase() + brand.slice(1);
}
