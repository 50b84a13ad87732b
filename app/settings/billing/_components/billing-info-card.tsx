import { Card } from "@/components/ui/card";
import { PropertyList } from "@/components/ui/property-list";
import { Section } from "@/components/ui/section";
import type { BillingAddress, Card as PaymentCard } from "@/lib/core/billing/profile";
import { openPortalFormAction } from "../actions";
import { PortalButton } from "./plan-buttons";

/** What Stripe has; both are changed on Stripe's own pages, so that no card comes here. */
export function BillingInfoCard({
  workspaceId,
  card,
  address,
  email,
}: {
  workspaceId: string;
  card: PaymentCard | null;
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
  const portal = { workspaceId, formAction: openPortalFormAction.bind(null, workspaceId) };
  return (
    <Card className="mt-4">
      <Section
        id="billing-info"
        title="Billing info"
        description="Stripe keeps the card and the address. You change them on Stripe’s pages."
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
                <PortalButton {...portal} open="payment_methods">
                  Update payment methods
                </PortalButton>
              ),
            },
            {
              label: "Address",
              value: lines.length > 0 ? lines.map((line) => <div key={line}>{line}</div>) : "No address",
              actions: (
                <PortalButton {...portal} open="billing_info">
                  Update address
                </PortalButton>
              ),
            },
            { label: "Invoices to", value: email ?? "No e-mail address" },
          ]}
        />
      </Section>
    </Card>
  );
}

function cardName(brand: string): string {
  return brand.charAt(0).toUpperCase() + brand.slice(1);
}
