import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { noQuery, workspacePage } from "@/app/_components/frame/workspace-page";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ReceiptText } from "@/components/ui/icons";
import { PageHead } from "@/components/ui/page-head";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatMoney } from "@/lib/core/billing/money";
import { listInvoices } from "@/lib/operations/billing/invoices";
import { findBilling } from "@/lib/operations/billing/overview";
import { dateText } from "../_components/date-text";
import { SyncButton } from "../_components/plan-buttons";
import { emailInvoicesFormAction, syncFromStripeFormAction } from "../actions";
import { InvoiceTable } from "./_components/invoice-table";

export const metadata: Metadata = { title: "Payment history" };

export default workspacePage("billing.manage", noQuery, async ({ actor, now }) => {
  const [billing, invoices] = await Promise.all([findBilling(actor), listInvoices(actor)]);
  if (!billing) notFound();
  const syncedAt = billing.account?.syncedAt;
  return (
    <>
      <PageHead
        title="Payment history"
        description={
          syncedAt ? (
            <>
              The invoices of {actor.workspaceName}, as Stripe had them{" "}
              <RelativeTime at={syncedAt} now={now} />.
            </>
          ) : (
            `The invoices of ${actor.workspaceName}.`
          )
        }
        actions={
          <>
            {billing.account ? (
              <SyncButton
                workspaceId={actor.workspaceId}
                formAction={syncFromStripeFormAction.bind(null, actor.workspaceId)}
              />
            ) : null}
            <ButtonLink href="/settings/billing">Usage & billing</ButtonLink>
          </>
        }
      />
      {invoices.length === 0 ? (
        <EmptyState icon={<ReceiptText aria-hidden />} title="No invoices yet">
          Stripe makes the first invoice when the workspace is upgraded.
        </EmptyState>
      ) : (
        <InvoiceTable
          workspaceId={actor.workspaceId}
          formAction={emailInvoicesFormAction.bind(null, actor.workspaceId)}
          invoices={invoices.map(({ invoiceId, number, status, totalMinor, currency, createdAt }) => ({
            invoiceId,
            number,
            status,
            amount: formatMoney(totalMinor, currency),
            date: dateText(createdAt),
          }))}
        />
      )}
    </>
  );
});
