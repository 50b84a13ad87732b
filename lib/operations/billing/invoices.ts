import { type BillingInvoice, findBillingAccount, listBillingInvoices } from "@/db/reads/billing";
import { formatMoney } from "@/lib/core/billing/money";
import { invoicesMail, type MailedInvoice } from "@/lib/core/mail/messages";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { settings } from "@/lib/server/env";
import { isMailConfigured } from "@/lib/server/mail";
import { type RetrievedInvoice, retrieveInvoice } from "@/lib/server/stripe/invoices";
import { recordAudit, subjectOf } from "../audit/audit";
import { queueInvoicesMail } from "../mail/mails";
import { actingIn } from "../rights/revalidate-actor";
import { noCustomer, noPlans, refusedByStripe } from "./problems";

export type { BillingInvoice };

type Payer = ActorWith<"billing.manage">;

/** As many as one mail may carry. */
export const mostMailedInvoices = 24;

/** From the copy, the newest first: the list is there while Stripe is away. */
export function listInvoices({ workspaceId }: Payer): Promise<BillingInvoice[]> {
  return listBillingInvoices(workspaceId);
}

/** Where the file of an invoice is just now. The URL expires and is not to be kept. */
export async function findInvoicePdf(actor: Payer, invoiceId: string): Promise<Outcome<{ url: string }>> {
  const invoice = await findInvoice(actor, invoiceId);
  if (!invoice.ok) return invoice;
  const { pdfUrl } = invoice.value;
  return pdfUrl
    ? done({ url: pdfUrl })
    : refused("conflict", "This invoice is not final yet. It has no file.");
}

/** To the actor's own address, with our own mail: Stripe sends nothing in test mode. */
export async function emailInvoices(
  actor: Payer,
  invoiceIds: readonly string[],
): Promise<Outcome<{ email: string }>> {
  const { workspaceName, workspaceId, email } = actor;
  if (!isMailConfigured()) {
    return refused("conflict", "No mail server is configured. Contact the operator of this server.");
  }
  if (!email) return refused("conflict", "Your account has no e-mail address.");
  if (invoiceIds.length === 0) return refused("invalid", "Select an invoice.");
  if (invoiceIds.length > mostMailedInvoices) {
    return refused("invalid", `Select at most ${mostMailedInvoices} invoices.`);
  }
  const invoices: MailedInvoice[] = [];
  for (const invoiceId of new Set(invoiceIds)) {
    const invoice = await findInvoice(actor, invoiceId);
    if (!invoice.ok) return invoice;
    const mailed = mailedOf(invoice.value);
    if (!mailed) return refused("conflict", "An invoice is not final yet. It can’t be e-mailed.");
    invoices.push(mailed);
  }
  const link = `${settings().publicUrl}/settings/billing/invoices?workspace=${workspaceId}`;
  return actingIn(actor, "billing.manage", async (tx, revalidated) => {
    if (!(await queueInvoicesMail(tx, email, invoicesMail({ workspaceName, invoices, link })))) {
      return refused(
        "limited",
        "Steward has already sent you several e-mails with invoices. Try again in an hour.",
      );
    }
    await recordAudit(tx, subjectOf(revalidated), {
      event: "billing.invoices_mailed",
      targetId: workspaceId,
      targetName: workspaceName,
      after: { invoices: invoices.map(({ number }) => number) },
    });
    return done({ email });
  });
}

/** That of another customer does not exist, whoever knows its id. */
async function findInvoice({ workspaceId }: Payer, invoiceId: string): Promise<Outcome<RetrievedInvoice>> {
  if (!settings().stripe) return noPlans;
  const account = await findBillingAccount(workspaceId);
  if (!account?.customerId) return noCustomer;
  const notFound = refused("not_found", "This invoice does not exist.");
  if (!/^in_\w{1,200}$/.test(invoiceId)) return notFound;
  const invoice = await retrieveInvoice(invoiceId);
  if (!invoice.ok) return invoice.problem === "not_found" ? notFound : refusedByStripe(invoice);
  return invoice.value.customerId === account.customerId ? done(invoice.value) : notFound;
}

function mailedOf(invoice: RetrievedInvoice): MailedInvoice | undefined {
  const { number, pageUrl, totalMinor, currency, createdAt } = invoice;
  if (!number || !pageUrl) return undefined;
  return {
    number,
    pageUrl,
    amount: formatMoney(totalMinor, currency),
    date: createdAt.toISOString().slice(0, 10),
  };
}
