import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import { type Column, Table } from "@/components/ui/table";
import { type Meter, meters, plans } from "@/lib/core/billing/plans";
import { itemText } from "@/lib/core/billing/price-text";

const labels: Record<Meter, string> = {
  users: "Users",
  artifacts: "Artifact storage",
  metrics: "Metrics storage",
  calls: "API calls",
};

const columns: Column<Meter>[] = [
  { key: "item", label: "Included", kind: "name", cell: (meter) => labels[meter] },
  { key: "free", label: "Free, now", cell: (meter) => itemText(meter, plans.free.items[meter]) },
  { key: "pro", label: "Pro", cell: (meter) => itemText(meter, plans.pro.items[meter]) },
];

export function PricingCard() {
  return (
    <Card className="mb-4">
      <Section
        id="pricing"
        title="What Pro changes"
        description="Downgrade at any time, at the end of the month. Stripe shows taxes and the exact amount before you pay."
      >
        <Table label="Plans" columns={columns} rows={meters} rowKey={(meter) => meter} />
      </Section>
    </Card>
  );
}
