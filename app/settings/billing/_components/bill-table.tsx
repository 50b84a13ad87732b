import { type Column, Table } from "@/components/ui/table";
import type { Bill, BillRow } from "@/lib/core/billing/bill";
import type { ChargeItem } from "@/lib/core/billing/charges";
import { formatMoney } from "@/lib/core/billing/money";
import { unitPriceText, unitsText } from "@/lib/core/billing/price-text";

const labels: Record<ChargeItem, string> = {
  seats: "Seats",
  artifacts: "Artifact storage",
  metrics: "Metrics storage",
  calls: "API calls",
};

/** What each item costs, by Stripe's figures to date, and what it may come to by the end of the period. */
export function BillTable({
  bill: { rows, toDateMinor, estimateMinor },
  currency,
}: {
  bill: Bill;
  currency: string;
}) {
  const money = (minor: number) => formatMoney(minor, currency);
  const columns: Column<BillRow>[] = [
    {
      key: "item",
      label: "Item",
      kind: "name",
      cell: ({ item, description }) => (
        <strong className="font-medium">{item ? labels[item] : description}</strong>
      ),
    },
    {
      key: "used",
      label: "Used",
      kind: "number",
      cell: ({ item, used }) => (item && used !== null ? unitsText(item, used) : "–"),
    },
    {
      key: "included",
      label: "Included",
      kind: "number",
      cell: ({ item, terms }) =>
        item && terms?.includedUnits ? (
          <span className="text-muted">{unitsText(item, terms.includedUnits)}</span>
        ) : (
          "–"
        ),
    },
    {
      key: "price",
      label: "Price",
      cell: ({ item, terms }) =>
        item && terms ? (
          <span className="text-muted">{unitPriceText(item, terms.minorPerUnit, currency)}</span>
        ) : (
          "–"
        ),
    },
    { key: "to-date", label: "To date", kind: "number", cell: (row) => money(row.toDateMinor) },
    {
      key: "estimate",
      label: "Estimate",
      kind: "number",
      cell: (row) => <strong className="font-medium">{money(row.estimateMinor)}</strong>,
    },
  ];
  return (
    <Table
      label="Charges to date"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.item ?? `${rows.indexOf(row)}`}
      totals={["Total", "", "", "", money(toDateMinor), money(estimateMinor)]}
      className="table-flush"
    />
  );
}
