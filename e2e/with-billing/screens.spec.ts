import { db } from "@/db/client";
import { billingAccounts, billingInvoices } from "@/db/schema/billing";
import { makeAccount } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { expect, test } from "../billing-fixtures";
import { inspect } from "../inspect";

test.use({ contextOptions: { reducedMotion: "reduce" } });

const day = (date: string) => new Date(`${date}T00:00:00Z`);

async function makeLab() {
  const account = await makeAccount("Olga Owner");
  const workspaceId = await makeWorkspace(account, "Laboratory");
  for (const name of ["Mira Member", "João Oliveira"]) await join(workspaceId, await makeAccount(name));
  return { account, workspaceId };
}

test("Free and the wizard", async ({ signIn }, info) => {
  const { page } = await signIn(await makeLab());
  await page.goto("/settings/billing");
  await expect(page.getByRole("table", { name: "Plans" })).toBeVisible();
  await inspect(page, "billing-free", info);
  await page.getByRole("link", { name: "Upgrade now" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("I agree to these terms")).toBeVisible();
  await inspect(page, "billing-terms", info);
});

test("Pro and its invoices", async ({ signIn }, info) => {
  const place = await makeLab();
  const { workspaceId } = place;
  await db()
    .insert(billingAccounts)
    .values({
      ...{
        workspaceId,
        version: 1,
        livemode: false,
        customerId: "cus_screens",
        subscriptionId: "sub_screens",
      },
      ...{ status: "past_due", seats: 3, currency: "usd", cancelAtPeriodEnd: false },
      ...{ periodStart: day("2026-11-01"), periodEnd: day("2026-12-01"), unpaidSince: new Date() },
      ...{
        paymentUrl: "https://pay.example/in_2",
        email: "billing@laboratory.example",
        syncedAt: new Date(),
      },
      card: { brand: "visa", last4: "4242", expiryMonth: 4, expiryYear: 2030 },
      nextCharge: {
        ...{ currency: "usd", totalMinor: 4_663, at: "2026-12-01T00:00:00.000Z" },
        lines: [
          { description: "3 × Steward Pro (at $15.00 / month)", quantity: 3, amountMinor: 4_500 },
          { description: "Artifact storage (GB)", quantity: 135, amountMinor: 142 },
          { description: "API calls", quantity: 1_221_000, amountMinor: 21 },
        ],
      },
    });
  const invoice = { workspaceId, currency: "usd", totalMinor: 4_500 };
  await db()
    .insert(billingInvoices)
    .values([
      {
        ...{ ...invoice, invoiceId: "in_screens2", number: "STW-0002", status: "open" as const },
        ...{ paidMinor: 0, createdAt: day("2026-11-01"), paidAt: null },
      },
      {
        ...{ ...invoice, invoiceId: "in_screens1", number: "STW-0001", status: "paid" as const },
        ...{ paidMinor: 4_500, createdAt: day("2026-10-01"), paidAt: day("2026-10-01") },
      },
    ]);
  const { page } = await signIn(place);
  await page.goto("/settings/billing");
  await expect(page.getByRole("table", { name: "Charges to date" })).toBeVisible();
  await inspect(page, "billing-pro", info);
  await page.goto("/settings/billing/invoices");
  await expect(page.getByRole("table", { name: "Invoices" })).toBeVisible();
  await inspect(page, "billing-invoices", info);
});
