import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { billOf } from "@/lib/core/billing/bill";
import { formatMoney } from "@/lib/core/billing/money";
import { listCurrency, plans } from "@/lib/core/billing/plans";
import type { BillingInvoice } from "@/lib/operations/billing/invoices";
import type { BillingOverview } from "@/lib/operations/billing/overview";
import { syncFromStripeFormAction } from "../actions";
import { BillTable } from "./bill-table";
import { dateText, daysAhead } from "./date-text";
import { SyncButton } from "./plan-buttons";

const seatCents = plans.pro.items.users.price?.cents ?? 0;

/** What Pro costs so far, by Stripe's own figures, and how old these are. */
export function ProCard({
  workspaceId,
  account,
  entitlement,
  lastCharge,
  now,
}: {
  workspaceId: string;
  account: NonNullable<BillingOverview["account"]>;
  entitlement: BillingOverview["entitlement"];
  lastCharge: BillingInvoice | null;
  now: number;
}) {
  const { nextCharge, card, syncedAt } = account;
  const bill = nextCharge
    ? billOf(nextCharge, {
        ...{ start: account.periodStart, end: account.periodEnd },
        asOf: syncedAt ?? new Date(now),
      })
    : undefined;
  const chargedAt = nextCharge?.at ? new Date(nextCharge.at) : account.periodEnd;
  const ending = card ? `card ending in ${card.last4}` : undefined;
  return (
    <Card className="mb-4">
      <Section
        title="Pro"
        beside={<StatusBadge status={account.status} isReadOnly={entitlement.isReadOnly} />}
        description={`${formatMoney(seatCents, listCurrency)} a seat, then what is used past the plan`}
        actions={
          <>
            <span className="text-control text-muted">
              {syncedAt ? (
                <>
                  Figures of Stripe, <RelativeTime at={syncedAt} now={now} />
                </>
              ) : (
                "No figures of Stripe yet"
              )}
            </span>
            <SyncButton
              workspaceId={workspaceId}
              formAction={syncFromStripeFormAction.bind(null, workspaceId)}
            />
          </>
        }
      />
      <dl className="grid border-y border-border sm:grid-cols-3 sm:divide-x sm:divide-border">
        <Amount
          label="Current monthly bill, estimate"
          note={
            nextCharge && bill ? `${formatMoney(bill.toDateMinor, nextCharge.currency)} to date` : undefined
          }
        >
          {nextCharge && bill ? formatMoney(bill.estimateMinor, nextCharge.currency) : "No charge"}
        </Amount>
        <Amount
          label="Last charge"
          note={
            lastCharge
              ? [dateText(lastCharge.paidAt ?? lastCharge.createdAt), ending].filter(Boolean).join(", ")
              : "Nothing was charged yet"
          }
          aside={
            lastCharge ? (
              <Link href={`/settings/billing/invoices/${lastCharge.invoiceId}/pdf`} prefetch={false}>
                Invoice
              </Link>
            ) : null
          }
        >
          {lastCharge ? formatMoney(lastCharge.paidMinor, lastCharge.currency) : "–"}
        </Amount>
        <Amount
          label="Next charge"
          note={
            nextCharge && chargedAt
              ? [daysAhead(chargedAt, now), ending && `to the ${ending}`].filter(Boolean).join(", ")
              : undefined
          }
        >
          {nextCharge && chargedAt ? dateText(chargedAt) : "None"}
        </Amount>
      </dl>
      {nextCharge && bill ? <BillTable bill={bill} currency={nextCharge.currency} /> : null}
    </Card>
  );
}

function Amount({
  label,
  note,
  aside,
  children,
}: {
  label: string;
  note?: string | undefined;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="px-4 py-3">
      <dt className="text-small text-muted">{label}</dt>
      <dd className="text-title tabular-nums">{children}</dd>
      {note || aside ? (
        <dd className="flex flex-wrap justify-between gap-x-3 text-small text-muted">
          <span>{note}</span>
          {aside}
        </dd>
      ) : null}
    </div>
  );
}

function StatusBadge({ status, isReadOnly }: { status: string | null; isReadOnly: boolean }) {
  if (isReadOnly) return <Badge tone="warn">Paused</Badge>;
  if (status === "past_due") return <Badge tone="warn">Past due</Badge>;
  return <Badge tone="ok">{status === "trialing" ? "Trial" : "Active"}</Badge>;
}
